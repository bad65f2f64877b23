package dev.graft.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.Functional;
import dev.graft.engine.Maps;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.engine.Window;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The network that Graft carries, against a second forward pass written out plainly. */
class SmallResNetTest {
    private static final int[] DEPTHS = {1, 1, 2, 1};

    @Test
    void givesWhatItsConvolutionsNormsAndShortcutsSay() {
        try (Scope scope = Scope.open();
                Network network = Architectures.named("resnet_tiny").builder().build(3, 7)) {
            network.begin(3);
            Map<String, Tensor> w = network.named();
            w.forEach((name, tensor) -> {
                if (name.endsWith("running_mean") || name.matches(".*bn.\\.bias")) {
                    tensor.copyInPlace(Tensor.normal(tensor.shape().sizes()).mul(0.1));
                }
            });
            network.train(false);
            Tensor pixels = Tensor.normal(2, 3, 40, 40);

            Tensor x = unit(w, "conv1", "bn1", pixels, 3, 2).relu();
            for (int s = 1; s <= DEPTHS.length; s++) {
                for (int b = 0; b < DEPTHS[s - 1]; b++) {
                    String block = "layer" + s + "." + b + ".";
                    int stride = s > 1 && b == 0 ? 2 : 1;
                    Tensor y = unit(w, block + "conv1", block + "bn1", x, 3, stride)
                            .relu();
                    y = unit(w, block + "conv2", block + "bn2", y, 3, 1);
                    boolean same = stride == 1;
                    x = y.add(same ? x : unit(w, block + "downsample.0", block + "downsample.1", x, 1, stride))
                            .relu();
                }
            }
            assertThat(x.shape().sizes()).containsExactly(2, 320, 3, 3);
            Tensor features = x.mean(3, false).mean(2, false);
            Tensor logits = Functional.linear(features, w.get("fc.weight"), w.get("fc.bias"));

            assertThat(network.features(pixels).toFloats())
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(features.toFloats());
            assertThat(network.logits(pixels).toFloats())
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(logits.toFloats());
        }
    }

    private static Tensor unit(Map<String, Tensor> w, String convolution, String norm, Tensor x, int size, int stride) {
        Tensor y = Maps.conv2d(
                x,
                w.get(convolution + ".weight"),
                Optional.empty(),
                Window.of(size).stride(stride),
                1);
        Tensor scale = w.get(norm + ".weight")
                .div(w.get(norm + ".running_var").add(1e-5).sqrt());
        Tensor shift = w.get(norm + ".bias").sub(w.get(norm + ".running_mean").mul(scale));
        return y.mul(scale.reshape(1, -1, 1, 1)).add(shift.reshape(1, -1, 1, 1));
    }

    @Test
    void fitsIntoSixMegabytesOfHalfPrecision() {
        Cost cost = Cost.of(Architectures.named("resnet_tiny"), 200);

        assertThat(cost.parameters() * 2).isLessThan(5_950_000);
        assertThat(cost.multiplyAdds()).isBetween(170_000_000L, 185_000_000L);
    }
}
