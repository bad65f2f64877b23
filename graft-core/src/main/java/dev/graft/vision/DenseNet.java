package dev.graft.vision;

import static dev.graft.nn.Activation.NONE;
import static dev.graft.nn.Activation.RELU;

import dev.graft.engine.Tensor;
import dev.graft.engine.Window;
import dev.graft.image.Preparation;
import dev.graft.nn.BatchNorm2d;
import dev.graft.nn.Block;
import dev.graft.nn.Conv2d;
import dev.graft.nn.ConvNorm;
import dev.graft.nn.Initial;
import dev.graft.nn.Pool;
import dev.graft.nn.Rectifier;
import dev.graft.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/**
 * Each layer reads the maps of all layers before it in its block.
 *
 * @param layers of each block
 */
record DenseNet(List<Integer> layers) {
    private static final String PAPER = "Huang et al., \"Densely Connected Convolutional Networks\", CVPR 2017";
    private static final int FIRST = 64;
    private static final int GROWTH = 32;
    private static final int BOTTLENECK = 4 * GROWTH;

    static final List<Architecture> ALL =
            List.of(of("densenet121", List.of(6, 12, 24, 16)), of("densenet169", List.of(6, 12, 32, 32)));

    private static Architecture of(String name, List<Integer> layers) {
        return new Architecture(name, Preparation.IMAGENET, PAPER, new DenseNet(layers)::build);
    }

    private Network build(int channels, int classes) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("stem", "features.", stem(channels)));
        int width = FIRST;
        for (int b = 1; b <= layers.size(); b++) {
            Sequential stage = new Sequential();
            for (int l = 1; l <= layers.get(b - 1); l++) {
                stage.then("denseblock" + b + ".denselayer" + l, new Dense(width));
                width += GROWTH;
            }
            if (b < layers.size()) {
                stage.then("transition" + b, transition(width));
                width /= 2;
            } else {
                stage.then("norm5", new BatchNorm2d(width)).then(new Rectifier());
            }
            stages.add(new Stage("block" + b, "features.", stage));
        }
        return new Network(stages, Pool.global(), width, Stage.linear("classifier", width, classes));
    }

    private static Block stem(int channels) {
        return new Sequential()
                .then(new ConvNorm(
                        "conv0",
                        convolution(channels, FIRST, Window.of(7).stride(2)),
                        "norm0",
                        new BatchNorm2d(FIRST),
                        RELU))
                .then(Pool.max(Window.of(3).stride(2)));
    }

    /** Half the channels, half the side. */
    private static Block transition(int width) {
        return new Sequential()
                .then("norm", new BatchNorm2d(width))
                .then(new Rectifier())
                .then(new ConvNorm("conv", convolution(width, width / 2, Window.of(1)), NONE))
                .then(Pool.average(Window.of(2).stride(2).padding(0)));
    }

    private static Conv2d convolution(int in, int out, Window window) {
        return new Conv2d(in, out, window, 1, false, Initial.KAIMING_IN);
    }

    /** Adds 32 channels to those that there are. */
    private static final class Dense extends Block {
        private final Sequential layers;

        Dense(int width) {
            layers = inline(new Sequential()
                    .then("norm1", new BatchNorm2d(width))
                    .then(new Rectifier())
                    .then(new ConvNorm(
                            "conv1",
                            convolution(width, BOTTLENECK, Window.of(1)),
                            "norm2",
                            new BatchNorm2d(BOTTLENECK),
                            RELU))
                    .then(new ConvNorm("conv2", convolution(BOTTLENECK, GROWTH, Window.of(3)), NONE)));
        }

        @Override
        public Tensor forward(Tensor x) {
            return Tensor.cat(List.of(x, layers.forward(x)), 1);
        }
    }
}
