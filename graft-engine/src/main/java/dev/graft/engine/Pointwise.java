package dev.graft.engine;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** A function of each value by itself, which packed layers can compute with what stands before it. */
public enum Pointwise {
    NONE("none", x -> x),
    RELU("relu", torch::relu),
    /** Not above 6. Source: Howard et al., MobileNets, 2017. */
    RELU6("hardtanh", x -> torch.hardtanh(x, new Scalar(0.0), new Scalar(6.0)), 0, 6),
    /** x relu6(x + 3) / 6. Source: Howard et al., MobileNetV3, ICCV 2019. */
    HARDSWISH("hardswish", torch::hardswish),
    /** relu6(x + 3) / 6. */
    HARDSIGMOID("hardsigmoid", torch::hardsigmoid),
    /** x sigmoid(x). Source: Elfwing et al. 2018. */
    SILU("swish", torch::silu),
    SIGMOID("sigmoid", torch::sigmoid),
    TANH("tanh", torch::tanh),
    /** By the error function. Source: Hendrycks and Gimpel 2016. */
    GELU("gelu", torch::gelu);

    private final String fused;
    private final UnaryOperator<org.bytedeco.pytorch.Tensor> function;
    private final double[] scalars;

    Pointwise(String fused, UnaryOperator<org.bytedeco.pytorch.Tensor> function, double... scalars) {
        this.fused = fused;
        this.function = function;
        this.scalars = scalars;
    }

    public Tensor of(Tensor x) {
        return this == NONE ? x : Tensor.op(name(), () -> function.apply(x.raw()), x);
    }

    /** As oneDNN's operators name it. */
    String fused() {
        return fused;
    }

    /** What it is given besides its name. */
    double[] scalars() {
        return scalars.clone();
    }

    /** Which of its forms. */
    String algorithm() {
        return this == GELU ? "none" : "";
    }
}
