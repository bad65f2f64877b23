package dev.graft.nn;

import dev.graft.base.Check;
import dev.graft.engine.Pointwise;
import dev.graft.engine.Tensor;
import java.util.Arrays;
import java.util.Locale;

/** What stands between two layers with weights. */
public enum Activation {
    NONE,
    RELU,
    /** Not above 6. Source: Howard et al., "MobileNets", 2017. */
    RELU6,
    /** x relu6(x + 3) / 6. Source: Howard et al., "Searching for MobileNetV3", ICCV 2019. */
    HARDSWISH,
    /** relu6(x + 3) / 6. */
    HARDSIGMOID,
    /** x sigmoid(x). Source: Elfwing et al. 2018. */
    SILU,
    SIGMOID,
    TANH,
    /** By the error function. Source: Hendrycks and Gimpel 2016. */
    GELU;

    public Tensor of(Tensor x) {
        return function().of(x);
    }

    /** The engine's own of that name, asked for only when something is computed: to list networks loads no engine. */
    Pointwise function() {
        return Pointwise.valueOf(name());
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
