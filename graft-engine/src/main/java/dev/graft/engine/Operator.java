package dev.graft.engine;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Argument;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.ListType;
import org.bytedeco.pytorch.LongList;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.TensorList;

/** An operator of LibTorch by its name, bound or not, called with boxed values. */
final class Operator {
    private final String name;
    private final OperatorHandle handle;

    Operator(String name, String overload) {
        Engine.start();
        this.name = name;
        try (PointerScope scope = new PointerScope()) {
            handle = Dispatcher.singleton().findSchemaOrThrow(name, overload).retainReference();
        }
    }

    /** @param arguments all of the schema's, in its order, defaults too */
    void call(IValue... arguments) {
        Scope.require(name);
        try {
            stack(arguments);
        } catch (RuntimeException e) {
            throw EngineException.of(name, new Tensor[0], e);
        }
    }

    /** The only result; called within {@link Tensor#op}, which names the operands of a failure. */
    org.bytedeco.pytorch.Tensor tensor(IValue... arguments) {
        return new org.bytedeco.pytorch.Tensor(stack(arguments).get(0).toTensor()); // the stack's own goes with it
    }

    /** The only result of an operator that tells whether something is so. */
    boolean is(IValue... arguments) {
        return stack(arguments).get(0).toBool();
    }

    private IValueVector stack(IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        handle.callBoxed(stack);
        return stack; // now holds the results
    }

    /** A list of the element type that argument {@code at} asks for; boxed calls check it. */
    IValue list(int at, double... values) {
        Argument argument = handle.schema().arguments().getPointer(Argument.class, at);
        GenericList list = new GenericList(new ListType(argument.type().get()).getElementType());
        for (double value : values) {
            list.push_back(new IValue(value));
        }
        return new IValue(list);
    }

    static IValue ints(long... values) {
        return new IValue(new GenericList((Pointer) new LongList(values)));
    }

    static IValue tensors(List<Tensor> tensors) {
        return new IValue(new GenericList((Pointer) new TensorList(Tensor.vector(tensors))));
    }
}
