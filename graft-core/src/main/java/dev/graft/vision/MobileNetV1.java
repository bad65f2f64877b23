package dev.graft.vision;

import static dev.graft.nn.Activation.RELU6;

import dev.graft.engine.Window;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.nn.BatchNorm2d;
import dev.graft.nn.Conv2d;
import dev.graft.nn.ConvNorm;
import dev.graft.nn.Linear;
import dev.graft.nn.Pool;
import dev.graft.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Convolutions divided into a depthwise and a pointwise one, as Keras has them: TensorFlow's padding and a norm's
 * epsilon of 0.001. Names as in timm's {@code mobilenetv1}.
 *
 * @param width percent of the paper's channels
 */
record MobileNetV1(int width) {
    private static final String PAPER = "Howard et al., \"MobileNets: Efficient Convolutional Neural Networks for "
            + "Mobile Vision Applications\", 2017";
    private static final Preparation PREPARATION =
            new Preparation(224, 256, Interpolation.BILINEAR, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
    private static final int FIRST = 32;
    private static final int LAST = 1024;

    static final List<Architecture> ALL = IntStream.of(25, 50, 75, 100)
            .mapToObj(width -> new Architecture(
                    String.format(Locale.ROOT, "mobilenetv1_%03d", width),
                    PREPARATION,
                    PAPER,
                    new MobileNetV1(width)::build))
            .toList();

    /** Blocks of each stage, and the channels that they give at full width; all but the first begin with stride 2. */
    private static final int[][] STAGES = {{1, 64}, {2, 128}, {2, 256}, {6, 512}, {2, LAST}};

    private Network build(int channels, int classes) {
        List<Stage> stages = new ArrayList<>();
        int in = scaled(FIRST);
        stages.add(new Stage("stem", "", unit("conv_stem", "bn1", Conv2d.plain(channels, in, window(3, 2)), in)));
        for (int s = 0; s < STAGES.length; s++) {
            int out = scaled(STAGES[s][1]);
            Sequential stage = new Sequential();
            for (int b = 0; b < STAGES[s][0]; b++) {
                stage.then("" + b, separable(in, out, b == 0 && s > 0 ? 2 : 1));
                in = out;
            }
            stages.add(new Stage("blocks." + s, "blocks." + s + ".", stage));
        }
        return new Network(stages, Pool.global(), in, classes == 0 ? Optional.empty() : classifier(in, classes));
    }

    private static Sequential separable(int in, int out, int stride) {
        return new Sequential()
                .then(unit("conv_dw", "bn1", Conv2d.depthwise(in, window(3, stride)), in))
                .then(unit("conv_pw", "bn2", Conv2d.plain(in, out, Window.of(1)), out));
    }

    private static Optional<Stage> classifier(int in, int classes) {
        return Optional.of(new Stage(
                "classifier", "", new Sequential().then(Pool.global()).then("classifier", new Linear(in, classes))));
    }

    private static ConvNorm unit(String name, String norm, Conv2d convolution, int out) {
        return new ConvNorm(name, convolution, norm, new BatchNorm2d(out, 1e-3, 0.01), RELU6);
    }

    private static Window window(int size, int stride) {
        return Window.of(size).stride(stride).padSame();
    }

    private int scaled(int channels) {
        return channels * width / 100;
    }
}
