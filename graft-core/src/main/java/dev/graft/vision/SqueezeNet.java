package dev.graft.vision;

import static dev.graft.nn.Activation.RELU;

import dev.graft.engine.Tensor;
import dev.graft.engine.Window;
import dev.graft.image.Preparation;
import dev.graft.nn.Block;
import dev.graft.nn.Conv2d;
import dev.graft.nn.ConvNorm;
import dev.graft.nn.Dropout;
import dev.graft.nn.Initial;
import dev.graft.nn.Pool;
import dev.graft.nn.Sequential;
import java.util.List;
import java.util.Optional;

/** Small by fire modules: few channels of 1x1 convolutions feed many of 1x1 and 3x3. */
final class SqueezeNet {
    private static final String PAPER = "Iandola et al., \"SqueezeNet: AlexNet-level accuracy with 50x fewer "
            + "parameters and <0.5MB model size\", 2016";
    private static final int LAST = 512;

    static final List<Architecture> ALL = List.of(
            new Architecture("squeezenet1_0", Preparation.IMAGENET, PAPER, SqueezeNet::first),
            new Architecture("squeezenet1_1", Preparation.IMAGENET, PAPER, SqueezeNet::second));

    private SqueezeNet() {}

    private static Network first(int channels, int classes) {
        Stages features = new Stages("features.")
                .also(
                        "stem",
                        convolution("0", channels, 96, Window.of(7).stride(2).padding(0)))
                .skip(2)
                .add("stem", pool())
                .add("stage1", new Fire(96, 16, 64))
                .add("stage1", new Fire(128, 16, 64))
                .add("stage1", new Fire(128, 32, 128))
                .add("stage1", pool())
                .add("stage2", new Fire(256, 32, 128))
                .add("stage2", new Fire(256, 48, 192))
                .add("stage2", new Fire(384, 48, 192))
                .add("stage2", new Fire(384, 64, 256))
                .add("stage2", pool())
                .add("stage3", new Fire(512, 64, 256));
        return network(features, classes);
    }

    private static Network second(int channels, int classes) {
        Stages features = new Stages("features.")
                .also(
                        "stem",
                        convolution("0", channels, 64, Window.of(3).stride(2).padding(0)))
                .skip(2)
                .add("stem", pool())
                .add("stage1", new Fire(64, 16, 64))
                .add("stage1", new Fire(128, 16, 64))
                .add("stage1", pool())
                .add("stage2", new Fire(128, 32, 128))
                .add("stage2", new Fire(256, 32, 128))
                .add("stage2", pool())
                .add("stage3", new Fire(256, 48, 192))
                .add("stage3", new Fire(384, 48, 192))
                .add("stage3", new Fire(384, 64, 256))
                .add("stage3", new Fire(512, 64, 256));
        return network(features, classes);
    }

    private static Network network(Stages features, int classes) {
        return new Network(features.all(), Pool.global(), LAST, classes == 0 ? Optional.empty() : classifier(classes));
    }

    /** A convolution to as many channels as there are classes, and then their means. */
    private static Optional<Stage> classifier(int classes) {
        Conv2d convolution = new Conv2d(LAST, classes, Window.of(1), 1, true, Initial.SMALL);
        return Optional.of(new Stage(
                "classifier",
                "classifier.",
                new Sequential()
                        .then(new Dropout(0.5))
                        .then(new ConvNorm("1", convolution, RELU))
                        .then(Pool.global())));
    }

    private static ConvNorm convolution(String name, int in, int out, Window window) {
        return new ConvNorm(name, new Conv2d(in, out, window, 1, true, Initial.KAIMING_IN_UNIFORM), RELU);
    }

    private static Pool pool() {
        return Pool.max(Window.of(3).stride(2).padding(0).roundUp());
    }

    private static final class Fire extends Block {
        private final ConvNorm squeeze;
        private final ConvNorm narrow;
        private final ConvNorm wide;

        /** @param expanded channels of each of the two convolutions that are laid side by side */
        Fire(int in, int squeezed, int expanded) {
            squeeze = inline(convolution("squeeze", in, squeezed, Window.of(1)));
            narrow = inline(convolution("expand1x1", squeezed, expanded, Window.of(1)));
            wide = inline(convolution("expand3x3", squeezed, expanded, Window.of(3)));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor few = squeeze.forward(x);
            return Tensor.cat(List.of(narrow.forward(few), wide.forward(few)), 1);
        }
    }
}
