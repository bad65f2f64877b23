package dev.graft.vision;

import static dev.graft.nn.Activation.NONE;
import static dev.graft.nn.Activation.RELU;

import dev.graft.engine.Tensor;
import dev.graft.engine.Window;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.nn.BatchNorm2d;
import dev.graft.nn.Block;
import dev.graft.nn.Conv2d;
import dev.graft.nn.ConvNorm;
import dev.graft.nn.Pool;
import dev.graft.nn.Rectifier;
import dev.graft.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Depthwise separable convolutions around shortcuts, under timm's names and with its padding of one pixel all round;
 * Keras pads the pools to SAME, which differs where a map's side is even (once, at 299 pixels).
 */
final class Xception {
    static final List<Architecture> ALL = List.of(new Architecture(
            "xception",
            new Preparation(299, 333, Interpolation.BICUBIC, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)),
            "Chollet, \"Xception: Deep Learning with Depthwise Separable Convolutions\", CVPR 2017",
            Xception::build));

    private static final Window THREE = Window.of(3);
    private static final int LAST = 2048;

    private Xception() {}

    private static Network build(int channels, int classes) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(
                "stem",
                "",
                new Sequential()
                        .then(norm(
                                "conv1",
                                Conv2d.plain(channels, 32, THREE.stride(2).padding(0)),
                                "bn1",
                                32))
                        .then(norm("conv2", Conv2d.plain(32, 64, THREE.padding(0)), "bn2", 64))));
        stages.add(stage(1, new Inner(2, false, 64, 128, 128)));
        stages.add(stage(2, new Inner(2, true, 128, 256, 256)));
        stages.add(stage(3, new Inner(2, true, 256, 728, 728)));
        for (int b = 4; b <= 11; b++) {
            stages.add(stage(b, new Inner(1, true, 728, 728, 728, 728)));
        }
        stages.add(stage(12, new Inner(2, true, 728, 728, 1024)));
        stages.add(new Stage(
                "exit",
                "",
                new Sequential()
                        .then(separable("conv3", "bn3", 1024, 1536, true))
                        .then(separable("conv4", "bn4", 1536, LAST, true))));
        return new Network(stages, Pool.global(), LAST, Stage.linear("fc", LAST, classes));
    }

    private static Stage stage(int number, Block block) {
        return new Stage("block" + number, "block" + number + ".", block);
    }

    private static ConvNorm norm(String name, Conv2d convolution, String normName, int out) {
        return new ConvNorm(name, convolution, normName, new BatchNorm2d(out), RELU);
    }

    /** A window for each channel by itself, then all channels for each pixel, a norm and perhaps a ReLU. */
    private static Block separable(String name, String normName, int in, int out, boolean rectified) {
        return new Sequential()
                .then(new ConvNorm(name + ".conv1", Conv2d.depthwise(in, THREE), NONE))
                .then(new ConvNorm(
                        name + ".pointwise",
                        Conv2d.plain(in, out, Window.of(1)),
                        normName,
                        new BatchNorm2d(out),
                        rectified ? RELU : NONE));
    }

    /** Separable convolutions with a ReLU before each, and a shortcut around them. */
    private static final class Inner extends Block {
        private final Sequential way = new Sequential();
        private final Optional<ConvNorm> shortcut;

        /**
         * @param first whether a ReLU stands before the first convolution too
         * @param widths of the maps, the block's input first
         */
        Inner(int stride, boolean first, int... widths) {
            int index = 0; // in timm's list, where activations and norms have numbers too
            for (int i = 1; i < widths.length; i++) {
                if (i > 1 || first) {
                    index++;
                }
                if (i == 1 && first) {
                    way.then(new Rectifier());
                }
                boolean more = i + 1 < widths.length;
                way.then(separable("rep." + index, "rep." + (index + 1), widths[i - 1], widths[i], more));
                index += 2;
            }
            int out = widths[widths.length - 1];
            if (stride > 1) {
                way.then(Pool.max(THREE.stride(stride)));
            }
            inline(way);
            shortcut = stride == 1
                    ? Optional.empty()
                    : Optional.of(inline(new ConvNorm(
                            "skip",
                            Conv2d.plain(widths[0], out, Window.of(1).stride(stride)),
                            "skipbn",
                            new BatchNorm2d(out),
                            NONE)));
        }

        @Override
        public Tensor forward(Tensor x) {
            Tensor y = way.forward(x);
            return shortcut.isPresent() ? shortcut.get().forward(x, y) : y.add(x);
        }
    }
}
