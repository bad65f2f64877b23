package dev.graft.bench.peers;

import dev.graft.base.Check;
import dev.graft.bench.peers.MapLayers.Activation;
import dev.graft.bench.peers.MapLayers.Unit;
import java.util.Arrays;

/**
 * Networks for pictures written down once for every peer, with torchvision's names, from pixels (N, 3, H, W) to
 * features (N, D). Sources: He et al., CVPR 2016; Sandler et al., CVPR 2018; Iandola et al. 2016.
 */
enum PictureNetwork {
    RESNET18("resnet18") {
        @Override
        <T> T features(MapLayers<T> on, T pixels) {
            T x = on.maxPool(on.unit(pixels, norm("conv1", "bn1", 2, 3, Activation.RELU)), 1, false);
            for (int stage = 1; stage <= 4; stage++) {
                for (int block = 0; block < 2; block++) {
                    String at = "layer" + stage + "." + block + ".";
                    int stride = block == 0 && stage > 1 ? 2 : 1;
                    T inner = on.unit(x, norm(at + "conv1", at + "bn1", stride, 1, Activation.RELU));
                    T branch = on.unit(inner, norm(at + "conv2", at + "bn2", 1, 1, Activation.NONE));
                    String down = at + "downsample.";
                    T shortcut = stride == 1 ? x : on.unit(x, norm(down + 0, down + 1, stride, 0, Activation.NONE));
                    x = on.relu(on.sum(branch, shortcut));
                }
            }
            return on.mean(x);
        }
    },

    MOBILENET_V2("mobilenet_v2") {
        private static final int[][] ROWS = { // expansion, blocks, first stride, as table 2 of the paper
            {1, 1, 1}, {6, 2, 2}, {6, 3, 2}, {6, 4, 2}, {6, 3, 1}, {6, 3, 2}, {6, 1, 1}
        };

        @Override
        <T> T features(MapLayers<T> on, T pixels) {
            T x = on.unit(pixels, unit("features.0.", 2, 1, false));
            int number = 1;
            for (int[] row : ROWS) {
                for (int block = 0; block < row[1]; block++) {
                    String at = "features." + number++ + ".conv.";
                    T wide = row[0] == 1 ? x : on.unit(x, unit(at + "0.", 1, 0, false));
                    int next = row[0] == 1 ? 0 : 1;
                    T deep = on.unit(wide, unit(at + next + ".", block == 0 ? row[2] : 1, 1, true));
                    String last = at + (next + 1);
                    T narrow = on.unit(deep, norm(last, at + (next + 2), 1, 0, Activation.NONE));
                    x = block == 0 ? narrow : on.sum(narrow, x);
                }
            }
            return on.mean(on.unit(x, unit("features.18.", 1, 0, false)));
        }

        private Unit unit(String at, int stride, int padding, boolean depthwise) {
            return new Unit(at + "0", at + "1", stride, padding, depthwise, Activation.RELU6);
        }
    },

    SQUEEZENET("squeezenet1_0") {
        @Override
        <T> T features(MapLayers<T> on, T pixels) {
            T x = on.unit(pixels, plain("features.0", 2, 0));
            for (int number = 2; number <= 12; number++) {
                boolean pool = number == 2 || number == 6 || number == 11;
                x = pool ? on.maxPool(x, 0, true) : fire(on, x, "features." + number + ".");
            }
            return on.mean(x);
        }

        private <T> T fire(MapLayers<T> on, T x, String at) {
            T few = on.unit(x, plain(at + "squeeze", 1, 0));
            return on.beside(on.unit(few, plain(at + "expand1x1", 1, 0)), on.unit(few, plain(at + "expand3x3", 1, 1)));
        }

        private Unit plain(String name, int stride, int padding) {
            return new Unit(name, "", stride, padding, false, Activation.RELU);
        }
    };

    private final String architecture;

    PictureNetwork(String architecture) {
        this.architecture = architecture;
    }

    abstract <T> T features(MapLayers<T> on, T pixels);

    private static Unit norm(String convolution, String norm, int stride, int padding, Activation activation) {
        return new Unit(convolution, norm, stride, padding, false, activation);
    }

    /** The network of a name as {@code resnet18}. */
    static PictureNetwork named(String name) {
        return Arrays.stream(values())
                .filter(network -> network.architecture.equals(name))
                .findFirst()
                .orElseThrow(() -> Check.unknown(
                        "network",
                        name,
                        Arrays.stream(values()).map(n -> n.architecture).toList()));
    }
}
