package dev.graft.bench.peers;

import dev.graft.base.Check;
import dev.graft.bench.peers.MapLayers.Activation;
import dev.graft.bench.peers.MapLayers.Unit;
import java.util.Arrays;

/**
 * Networks for pictures written down once for every peer, with torchvision's names, from pixels (N, 3, H, W) to
 * features (N, D). Sources: He et al., CVPR 2016; Sandler et al., CVPR 2018; Iandola et al. 2016; Krizhevsky 2014;
 * Simonyan and Zisserman, ICLR 2015; Huang et al., CVPR 2017.
 */
enum PictureNetwork {
    RESNET18("resnet18") {
        @Override
        <T> T features(MapLayers<T> on, T pixels) {
            return residual(on, pixels, false, 2, 2, 2, 2);
        }
    },

    RESNET50("resnet50") {
        @Override
        <T> T features(MapLayers<T> on, T pixels) {
            return residual(on, pixels, true, 3, 4, 6, 3);
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
                x = pool ? on.maxPool(x, 3, 0, true) : fire(on, x, "features." + number + ".");
            }
            return on.mean(x);
        }

        private <T> T fire(MapLayers<T> on, T x, String at) {
            T few = on.unit(x, plain(at + "squeeze", 1, 0));
            return on.beside(on.unit(few, plain(at + "expand1x1", 1, 0)), on.unit(few, plain(at + "expand3x3", 1, 1)));
        }
    },

    ALEXNET("alexnet") {
        @Override
        <T> T features(MapLayers<T> on, T pixels) {
            T x = on.maxPool(on.unit(pixels, plain("features.0", 4, 2)), 3, 0, false);
            x = on.maxPool(on.unit(x, plain("features.3", 1, 2)), 3, 0, false);
            for (int number = 6; number <= 10; number += 2) {
                x = on.unit(x, plain("features." + number, 1, 1));
            }
            return on.mean(on.maxPool(x, 3, 0, false));
        }
    },

    VGG11("vgg11") {
        private static final int[] CONVOLUTIONS = {1, 1, 2, 2, 2}; // of each block

        @Override
        <T> T features(MapLayers<T> on, T pixels) {
            T x = pixels;
            int number = 0;
            for (int convolutions : CONVOLUTIONS) {
                for (int i = 0; i < convolutions; i++) {
                    x = on.unit(x, plain("features." + number, 1, 1));
                    number += 2;
                }
                x = on.maxPool(x, 2, 0, false);
                number++;
            }
            return on.mean(x);
        }
    },

    DENSENET121("densenet121") {
        private static final int[] LAYERS = {6, 12, 24, 16}; // of each block

        @Override
        <T> T features(MapLayers<T> on, T pixels) {
            String all = "features.";
            T stem = on.unit(pixels, norm(all + "conv0", all + "norm0", 2, 3, Activation.RELU));
            T x = on.maxPool(stem, 3, 1, false);
            for (int block = 1; block <= LAYERS.length; block++) {
                for (int layer = 1; layer <= LAYERS[block - 1]; layer++) {
                    x = on.beside(x, layer(on, x, all + "denseblock" + block + ".denselayer" + layer + "."));
                }
                String next = all + "transition" + block + ".";
                x = block == LAYERS.length
                        ? on.normed(x, all + "norm5")
                        : on.halved(on.unit(on.normed(x, next + "norm"), linear(next + "conv", 0)));
            }
            return on.mean(x);
        }

        private <T> T layer(MapLayers<T> on, T x, String at) {
            T few = on.unit(on.normed(x, at + "norm1"), norm(at + "conv1", at + "norm2", 1, 0, Activation.RELU));
            return on.unit(few, linear(at + "conv2", 1));
        }

        private Unit linear(String name, int padding) {
            return new Unit(name, "", 1, padding, false, Activation.NONE);
        }
    };

    private final String architecture;

    PictureNetwork(String architecture) {
        this.architecture = architecture;
    }

    abstract <T> T features(MapLayers<T> on, T pixels);

    /** @param bottleneck whether a block is three convolutions, or two @param blocks of each of the stages */
    private static <T> T residual(MapLayers<T> on, T pixels, boolean bottleneck, int... blocks) {
        T x = on.maxPool(on.unit(pixels, norm("conv1", "bn1", 2, 3, Activation.RELU)), 3, 1, false);
        for (int stage = 1; stage <= blocks.length; stage++) {
            for (int block = 0; block < blocks[stage - 1]; block++) {
                String at = "layer" + stage + "." + block + ".";
                int stride = block == 0 && stage > 1 ? 2 : 1;
                T branch = bottleneck ? three(on, x, at, stride) : two(on, x, at, stride);
                String down = at + "downsample.";
                boolean same = block > 0 || (stage == 1 && !bottleneck);
                T shortcut = same ? x : on.unit(x, norm(down + 0, down + 1, stride, 0, Activation.NONE));
                x = on.relu(on.sum(branch, shortcut));
            }
        }
        return on.mean(x);
    }

    private static <T> T two(MapLayers<T> on, T x, String at, int stride) {
        T inner = on.unit(x, norm(at + "conv1", at + "bn1", stride, 1, Activation.RELU));
        return on.unit(inner, norm(at + "conv2", at + "bn2", 1, 1, Activation.NONE));
    }

    private static <T> T three(MapLayers<T> on, T x, String at, int stride) {
        T narrow = on.unit(x, norm(at + "conv1", at + "bn1", 1, 0, Activation.RELU));
        T inner = on.unit(narrow, norm(at + "conv2", at + "bn2", stride, 1, Activation.RELU));
        return on.unit(inner, norm(at + "conv3", at + "bn3", 1, 0, Activation.NONE));
    }

    private static Unit plain(String name, int stride, int padding) {
        return new Unit(name, "", stride, padding, false, Activation.RELU);
    }

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
