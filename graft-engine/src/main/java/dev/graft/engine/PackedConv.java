package dev.graft.engine;

import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bytedeco.pytorch.IValue;

/** A frozen convolution of oneDNN's: weights packed once; bias, a sum and the activation in the same native call. */
final class PackedConv implements FrozenConv {
    private static final int LIST_OF_SCALARS = 8;
    private static final int LIST_OF_SCALARS_ADDED = 11;

    private static final class Names {
        static final Operator CONV = new Operator("mkldnn::_convolution_pointwise", "");
        static final Operator ADDED = new Operator("mkldnn::_convolution_pointwise", "binary");
        static final Operator PACK = new Operator("mkldnn::_reorder_convolution_weight", "");
    }

    private final Window window;
    private final long out;
    private final IValue weight;
    private final IValue bias;
    private final IValue none;
    private final IValue padding;
    private final IValue stride;
    private final IValue dilation;
    private final IValue groups;
    private final IValue activation;
    private final IValue scalars;
    private final IValue noActivation;
    private final IValue noScalars;
    private final IValue algorithm;
    private final IValue add;
    private final IValue one;
    private final IValue scalarsAdded;
    private final IValue activationAdded;
    private final Pointwise after;
    private final Pointwise apart;

    /** @see FrozenConv#of */
    PackedConv(
            Tensor weight, Tensor bias, Window window, int groups, Pointwise after, long[] usual, Precision precision) {
        DType type = precision == Precision.BF16 ? DType.BF16 : DType.F32;
        this.window = window;
        this.after = after;
        out = weight.size(0);
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            padding = Operator.ints(window.top(), window.left()).retainReference();
            none = Operator.ints(0, 0).retainReference();
            stride = Operator.ints(window.strides()).retainReference();
            dilation = Operator.ints(1, 1).retainReference();
            this.groups = new IValue((long) groups).retainReference();
            Tensor typed = weight.detach().to(type).contiguous();
            IValue like = Operator.ints(usual);
            IValue given = new IValue(typed.raw());
            Tensor packed = Tensor.op(
                    "packing", () -> Names.PACK.tensor(given, padding, stride, dilation, this.groups, like), typed);
            this.weight = new IValue(packed.raw()).retainReference();
            this.bias = new IValue(bias.copy().to(type).raw()).retainReference();
            activation = new IValue(after.fused()).retainReference();
            algorithm = new IValue(after.algorithm()).retainReference();
            scalars = Names.CONV.list(LIST_OF_SCALARS, after.scalars()).retainReference();
            noActivation = new IValue(Pointwise.NONE.fused()).retainReference();
            noScalars =
                    Names.CONV.list(LIST_OF_SCALARS, Pointwise.NONE.scalars()).retainReference();
            add = new IValue("add").retainReference();
            one = new IValue(1.0).retainReference();
            scalarsAdded = Names.ADDED.list(LIST_OF_SCALARS_ADDED).retainReference();
            boolean relu = after == Pointwise.RELU; // the only one that goes with a sum
            activationAdded = (relu ? new IValue(after.fused()) : new IValue()).retainReference();
            apart = relu ? Pointwise.NONE : after;
        }
    }

    @Override
    public Tensor forward(Tensor x) {
        return forward(x, activation, scalars);
    }

    private Tensor forward(Tensor x, IValue then, IValue scalarsOfThat) {
        Tensor padded = Maps.padded(x, window, 0);
        return Tensor.op(
                "packed convolution",
                () -> Names.CONV.tensor(
                        new IValue(padded.raw()),
                        weight,
                        bias,
                        left(x, padded),
                        stride,
                        dilation,
                        groups,
                        then,
                        scalarsOfThat,
                        algorithm),
                padded);
    }

    @Override
    public Tensor forward(Tensor x, Tensor more) {
        long[] shape = shape(x);
        if (!Arrays.equals(more.raw().shape(), shape)) { // the native call would read beyond it
            throw new EngineException(
                    "a convolution of " + x + " gives " + new Shape(shape) + " but is to be added to " + more);
        }
        if (shape[2] == 1 && shape[3] == 1) { // the native call that adds refuses maps of one pixel
            return after.of(forward(x, noActivation, noScalars).add(more));
        }
        Tensor padded = Maps.padded(x, window, 0);
        Tensor sum = Tensor.op(
                "packed convolution",
                () -> Names.ADDED.tensor(
                        new IValue(padded.raw()),
                        new IValue(more.raw()),
                        weight,
                        bias,
                        left(x, padded),
                        stride,
                        dilation,
                        groups,
                        add,
                        one,
                        activationAdded,
                        scalarsAdded,
                        algorithm),
                padded,
                more);
        return apart.of(sum);
    }

    private long[] shape(Tensor x) {
        return new long[] {
            x.size(0),
            out,
            window.positions(x.size(2), window.height(), window.top()),
            window.positions(x.size(3), window.width(), window.left())
        };
    }

    private IValue left(Tensor x, Tensor padded) {
        if (window.same()) {
            return x == padded ? Operator.ints(window.padding(x)) : none;
        }
        return padding;
    }

    /** Whether this platform has the native operators. */
    static boolean available(Precision precision) {
        return PackedLinear.available(precision);
    }

    @Override
    public void close() {
        Stream.of(
                        weight,
                        bias,
                        none,
                        padding,
                        stride,
                        dilation,
                        groups,
                        activation,
                        scalars,
                        noActivation,
                        noScalars,
                        algorithm,
                        add,
                        one,
                        scalarsAdded,
                        activationAdded)
                .forEach(IValue::close);
    }
}
