package dev.graft.vision;

import static dev.graft.nn.Activation.HARDSIGMOID;
import static dev.graft.nn.Activation.HARDSWISH;
import static dev.graft.nn.Activation.NONE;
import static dev.graft.nn.Activation.RELU;

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
import dev.graft.nn.SqueezeExcitation;
import java.util.List;
import java.util.Optional;

/**
 * Inverted residuals found by search, some of them with squeeze and excitation.
 *
 * @param rows of the paper's table 1 or 2
 * @param hidden width of the classifier's first layer
 */
record MobileNetV3(List<Row> rows, int hidden) {
    private static final String PAPER = "Howard et al., \"Searching for MobileNetV3\", ICCV 2019";
    private static final int FIRST = 16;

    /** One block; a stride of 2 begins a stage. */
    private record Row(int size, int wide, int out, boolean excited, Activation activation, int stride) {}

    static final List<Architecture> ALL = List.of(
            new Architecture("mobilenet_v3_large", Preparation.IMAGENET, PAPER, new MobileNetV3(large(), 1280)::build),
            new Architecture("mobilenet_v3_small", Preparation.IMAGENET, PAPER, new MobileNetV3(small(), 1024)::build));

    private static List<Row> large() {
        return List.of(
                new Row(3, 16, 16, false, RELU, 1),
                new Row(3, 64, 24, false, RELU, 2),
                new Row(3, 72, 24, false, RELU, 1),
                new Row(5, 72, 40, true, RELU, 2),
                new Row(5, 120, 40, true, RELU, 1),
                new Row(5, 120, 40, true, RELU, 1),
                new Row(3, 240, 80, false, HARDSWISH, 2),
                new Row(3, 200, 80, false, HARDSWISH, 1),
                new Row(3, 184, 80, false, HARDSWISH, 1),
                new Row(3, 184, 80, false, HARDSWISH, 1),
                new Row(3, 480, 112, true, HARDSWISH, 1),
                new Row(3, 672, 112, true, HARDSWISH, 1),
                new Row(5, 672, 160, true, HARDSWISH, 2),
                new Row(5, 960, 160, true, HARDSWISH, 1),
                new Row(5, 960, 160, true, HARDSWISH, 1));
    }

    private static List<Row> small() {
        return List.of(
                new Row(3, 16, 16, true, RELU, 2),
                new Row(3, 72, 24, false, RELU, 2),
                new Row(3, 88, 24, false, RELU, 1),
                new Row(5, 96, 40, true, HARDSWISH, 2),
                new Row(5, 240, 40, true, HARDSWISH, 1),
                new Row(5, 240, 40, true, HARDSWISH, 1),
                new Row(5, 120, 48, true, HARDSWISH, 1),
                new Row(5, 144, 48, true, HARDSWISH, 1),
                new Row(5, 288, 96, true, HARDSWISH, 2),
                new Row(5, 576, 96, true, HARDSWISH, 1),
                new Row(5, 576, 96, true, HARDSWISH, 1));
    }

    private Network build(int channels, int classes) {
        Stages features = new Stages("features.");
        features.add("stem", unit(Conv2d.plain(channels, FIRST, Window.of(3).stride(2)), FIRST, HARDSWISH));
        int in = FIRST;
        int stage = 0;
        for (Row row : rows) {
            stage += row.stride - 1;
            features.add(stage == 0 ? "stem" : "stage" + stage, block(in, row));
            in = row.out;
        }
        int last = 6 * in;
        features.add("top", unit(Conv2d.plain(in, last, Window.of(1)), last, HARDSWISH));
        return new Network(features.all(), Pool.global(), last, classes == 0 ? Optional.empty() : top(last, classes));
    }

    private static InvertedResidual block(int in, Row row) {
        Sequential branch = new Sequential();
        if (row.wide != in) {
            branch.then("0", unit(Conv2d.plain(in, row.wide, Window.of(1)), row.wide, row.activation));
        }
        Window window = Window.of(row.size).stride(row.stride);
        branch.then("" + branch.size(), unit(Conv2d.depthwise(row.wide, window), row.wide, row.activation));
        if (row.excited) {
            branch.then("" + branch.size(), new SqueezeExcitation(row.wide, eights(row.wide / 4), RELU, HARDSIGMOID));
        }
        branch.then("" + branch.size(), unit(Conv2d.plain(row.wide, row.out, Window.of(1)), row.out, NONE));
        return new InvertedResidual("block", branch, row.stride == 1 && in == row.out, 0);
    }

    private Optional<Stage> top(int in, int classes) {
        return Optional.of(new Stage(
                "classifier",
                "classifier.",
                new Sequential()
                        .then(Pool.global())
                        .then("0", new Linear(in, hidden, HARDSWISH, Initial.SMALL))
                        .then(new Dropout(0.2))
                        .then("3", new Linear(hidden, classes, NONE, Initial.SMALL))));
    }

    /** The nearest multiple of 8, not more than a tenth below. */
    private static int eights(int channels) {
        int near = Math.max(8, (channels + 4) / 8 * 8);
        return near < 0.9 * channels ? near + 8 : near;
    }

    private static ConvNorm unit(Conv2d convolution, int out, Activation activation) {
        return new ConvNorm("0", convolution, "1", new BatchNorm2d(out, 1e-3, 0.01), activation);
    }
}
