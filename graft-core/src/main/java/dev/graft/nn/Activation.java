package dev.graft.nn;

import dev.graft.base.Check;
import dev.graft.engine.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What stands between two linear layers. */
public enum Activation {
    NONE(x -> x),
    RELU(Tensor::relu),
    TANH(Tensor::tanh),
    /** By the error function. Source: Hendrycks and Gimpel 2016. */
    GELU(Tensor::gelu);

    private final UnaryOperator<Tensor> function;

    Activation(UnaryOperator<Tensor> function) {
        this.function = function;
    }

    public Tensor of(Tensor x) {
        return function.apply(x);
    }

    /** By the name in a Hugging Face configuration, as {@code gelu}. */
    public static Activation named(String name) {
        return Arrays.stream(values())
                .filter(a -> a.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> Check.unknown(
                        "activation",
                        name,
                        Arrays.stream(values())
                                .map(a -> a.name().toLowerCase(Locale.ROOT))
                                .toList()));
    }
}
