package dev.graft.vision;

import static dev.graft.nn.Activation.GELU;
import static dev.graft.nn.Activation.NONE;

import dev.graft.engine.Maps;
import dev.graft.engine.Tensor;
import dev.graft.engine.Window;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.nn.Block;
import dev.graft.nn.Conv2d;
import dev.graft.nn.ConvNorm;
import dev.graft.nn.Initial;
import dev.graft.nn.LayerNorm;
import dev.graft.nn.Linear;
import dev.graft.nn.Pool;
import dev.graft.nn.Sequential;
import dev.graft.nn.StochasticDepth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A convolutional network with the proportions of a transformer. The last stage ends in the mean of each channel and a
 * norm over these, (N, C, 1, 1): torchvision has that norm in its classifier.
 *
 * @param blocks of each stage
 * @param widths of each stage
 * @param drop share of the examples that the last block's branch leaves out in training; of the first block's, none
 */
record ConvNext(List<Integer> blocks, List<Integer> widths, double drop) {
    private static final double EPSILON = 1e-6;

    static final List<Architecture> ALL = List.of(new Architecture(
            "convnext_tiny",
            new Preparation(
                    224, 236, Interpolation.BILINEAR, Preparation.IMAGENET.mean(), Preparation.IMAGENET.deviation()),
            "Liu et al., \"A ConvNet for the 2020s\", CVPR 2022",
            new ConvNext(List.of(3, 3, 9, 3), List.of(96, 192, 384, 768), 0.1)::build));

    private Network build(int channels, int classes) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(
                "stem",
                "features.0.",
                new Sequential().then(patches("0", channels, widths.get(0), 4)).then("1", new Norm(widths.get(0)))));
        int before = 0;
        int all = blocks.stream().mapToInt(Integer::intValue).sum();
        for (int s = 0; s < blocks.size(); s++) {
            Sequential stage = new Sequential();
            int width = widths.get(s);
            if (s > 0) {
                stage.then("features." + 2 * s, halving(widths.get(s - 1), width));
            }
            Sequential inner = new Sequential();
            for (int b = 0; b < blocks.get(s); b++) {
                inner.then("" + b, new Inner(width, drop * before++ / (all - 1)));
            }
            stage.then("features." + (2 * s + 1), inner);
            if (s == blocks.size() - 1) {
                stage.then(Pool.adaptive(1)).then("classifier.0", new Norm(width));
            }
            stages.add(new Stage("stage" + (s + 1), "", stage));
        }
        int last = widths.get(widths.size() - 1);
        return new Network(stages, Pool.global(), last, classifier(last, classes));
    }

    private static Optional<Stage> classifier(int width, int classes) {
        return classes == 0
                ? Optional.empty()
                : Optional.of(new Stage(
                        "classifier",
                        "classifier.",
                        new Sequential()
                                .then(Pool.global())
                                .then("2", new Linear(width, classes, NONE, Initial.TRANSFORMER))));
    }

    private static Block halving(int in, int out) {
        return new Sequential().then("0", new Norm(in)).then(patches("1", in, out, 2));
    }

    /** One pixel for each square of so many. */
    private static Block patches(String name, int in, int out, int side) {
        Window window = Window.of(side).stride(side).padding(0);
        return new ConvNorm(name, new Conv2d(in, out, window, 1, true, Initial.TRANSFORMER), NONE);
    }

    /** Over the channels of each pixel. */
    private static final class Norm extends Block {
        private final LayerNorm norm;

        Norm(int width) {
            norm = inline(new LayerNorm(width, EPSILON));
        }

        @Override
        public Tensor forward(Tensor x) {
            return Maps.channelsFromEnd(norm.forward(Maps.channelsToEnd(x)));
        }
    }

    /** A 7x7 window for each channel, then two linear layers for each pixel; figure 4 of the paper. */
    private static final class Inner extends Block {
        private static final double FIRST_SCALE = 1e-6;

        private final Tensor scale;
        private final ConvNorm spread;
        private final Sequential mix;
        private final StochasticDepth depth;

        Inner(int width, double drop) {
            scale = parameter("layer_scale", () -> Tensor.zeros(width, 1, 1));
            Conv2d seven = new Conv2d(width, width, Window.of(7), width, true, Initial.TRANSFORMER);
            spread = inline(new ConvNorm("block.0", seven, NONE));
            mix = inline(new Sequential()
                    .then("block.2", new LayerNorm(width, EPSILON))
                    .then("block.3", new Linear(width, 4 * width, GELU, Initial.TRANSFORMER))
                    .then("block.5", new Linear(4 * width, width, NONE, Initial.TRANSFORMER)));
            depth = new StochasticDepth(drop);
            inline(depth);
        }

        @Override
        protected void draw() {
            scale.copyInPlace(Tensor.ones(scale.shape().sizes()).mul(FIRST_SCALE));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor branch = Maps.channelsFromEnd(mix.forward(Maps.channelsToEnd(spread.forward(x))));
            return x.add(depth.forward(branch.mul(scale)));
        }
    }
}
