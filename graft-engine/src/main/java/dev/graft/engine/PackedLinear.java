package dev.graft.engine;

import dev.graft.base.DType;
import org.bytedeco.pytorch.IValue;

/**
 * A linear layer for inference only: weights packed once, bias and activation in the same native call. Several threads
 * may use it at once.
 */
public final class PackedLinear implements AutoCloseable {
    private static final int LIST_OF_SCALARS = 4;

    private static final class Names {
        static final Operator LINEAR = new Operator("mkldnn::_linear_pointwise", "");
        static final Operator PACK = new Operator("mkldnn::_reorder_linear_weight", "");
        static final boolean BF16_HERE = new Operator("mkldnn::_is_mkldnn_bf16_supported", "").is();
    }

    private final DType type;
    private final IValue weight;
    private final IValue bias;
    private final IValue activation;
    private final IValue scalars;
    private final IValue algorithm;

    /**
     * @param weight (out, in), copied
     * @param bias (out), copied
     * @param rows the usual number of rows of an input, used to choose the packing
     * @param gelu whether the exact GELU follows
     */
    public PackedLinear(Tensor weight, Tensor bias, long rows, boolean gelu, Precision precision) {
        type = precision == Precision.BF16 ? DType.BF16 : DType.F32;
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor typed = weight.detach().to(type).contiguous();
            Tensor packed =
                    Tensor.op("packing", () -> Names.PACK.tensor(new IValue(typed.raw()), new IValue(rows)), typed);
            this.weight = new IValue(packed.raw()).retainReference();
            this.bias = new IValue(bias.copy().to(type).raw()).retainReference();
            activation = new IValue(gelu ? "gelu" : "none").retainReference();
            algorithm = new IValue(gelu ? "none" : "").retainReference();
            scalars = Names.LINEAR.list(LIST_OF_SCALARS).retainReference();
        }
    }

    /**
     * @param x (..., in), of this layer's type
     * @return (..., out)
     */
    public Tensor forward(Tensor x) {
        return Tensor.op(
                "packed linear",
                () -> Names.LINEAR.tensor(new IValue(x.raw()), weight, bias, activation, scalars, algorithm),
                x);
    }

    /** Whether this platform has the native operators: those in bf16 want a processor with AVX-512 or its like. */
    public static boolean available(Precision precision) {
        return Engine.platform().endsWith("x86_64")
                && !Engine.onCuda()
                && (precision == Precision.FP32 || Names.BF16_HERE);
    }

    @Override
    public void close() {
        weight.close();
        bias.close();
        activation.close();
        scalars.close();
        algorithm.close();
    }
}
