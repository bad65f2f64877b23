package dev.graft.vision;

import static dev.graft.nn.Activation.NONE;
import static dev.graft.nn.Activation.RELU6;

import dev.graft.engine.Window;
import dev.graft.image.Preparation;
import dev.graft.nn.Activation;
import dev.graft.nn.BatchNorm2d;
import dev.graft.nn.Conv2d;
import dev.graft.nn.ConvNorm;
import dev.graft.nn.Dropout;
import dev.graft.nn.Initial;
import dev.graft.nn.Linear;
import dev.graft.nn.Pool;
import dev.graft.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Inverted residuals with linear bottlenecks.
 *
 * @param same whether maps are padded as TensorFlow does, which weights trained by it need
 */
record MobileNetV2(boolean same) {
    private static final String PAPER =
            "Sandler et al., \"MobileNetV2: Inverted Residuals and Linear Bottlenecks\", CVPR 2018";
    private static final int FIRST = 32;
    private static final int LAST = 1280;

    static final List<Architecture> ALL = List.of(
            new Architecture("mobilenet_v2", Preparation.IMAGENET, PAPER, new MobileNetV2(false)::build),
            new Architecture("tf_mobilenet_v2", Preparation.IMAGENET, PAPER, new MobileNetV2(true)::build));

    /** A row of the paper's table 2. */
    private record Row(String stage, int expansion, int out, int blocks, int stride) {}

    private static final List<Row> ROWS = List.of(
            new Row("stem", 1, 16, 1, 1),
            new Row("stage1", 6, 24, 2, 2),
            new Row("stage2", 6, 32, 3, 2),
            new Row("stage3", 6, 64, 4, 2),
            new Row("stage3", 6, 96, 3, 1),
            new Row("stage4", 6, 160, 3, 2),
            new Row("stage4", 6, 320, 1, 1));

    private Network build(int channels, int classes) {
        Stages features = new Stages("features.");
        features.add("stem", unit(Conv2d.plain(channels, FIRST, window(3, 2)), FIRST));
        int in = FIRST;
        for (Row row : ROWS) {
            for (int b = 0; b < row.blocks; b++) {
                features.add(row.stage, block(in, row.out, row.expansion, b == 0 ? row.stride : 1));
                in = row.out;
            }
        }
        features.add("top", unit(Conv2d.plain(in, LAST, Window.of(1)), LAST));
        return new Network(features.all(), Pool.global(), LAST, classifier(classes));
    }

    private InvertedResidual block(int in, int out, int expansion, int stride) {
        int wide = in * expansion;
        List<ConvNorm> units = new ArrayList<>();
        if (expansion != 1) {
            units.add(unit(Conv2d.plain(in, wide, Window.of(1)), wide));
        }
        units.add(unit(Conv2d.depthwise(wide, window(3, stride)), wide));
        Sequential branch = new Sequential();
        units.forEach(unit -> branch.then("" + branch.size(), unit));
        int at = branch.size();
        branch.then(new ConvNorm(
                "" + at, Conv2d.plain(wide, out, Window.of(1)), "" + (at + 1), new BatchNorm2d(out), NONE));
        return new InvertedResidual("conv", branch, stride == 1 && in == out, 0);
    }

    private static Optional<Stage> classifier(int classes) {
        return classes == 0
                ? Optional.empty()
                : Optional.of(new Stage(
                        "classifier",
                        "classifier.",
                        new Sequential()
                                .then(Pool.global())
                                .then(new Dropout(0.2))
                                .then("1", new Linear(LAST, classes, Activation.NONE, Initial.SMALL))));
    }

    private static ConvNorm unit(Conv2d convolution, int out) {
        return new ConvNorm("0", convolution, "1", new BatchNorm2d(out), RELU6);
    }

    private Window window(int size, int stride) {
        Window window = Window.of(size).stride(stride);
        return same ? window.padSame() : window;
    }
}
