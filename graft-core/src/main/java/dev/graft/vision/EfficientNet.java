package dev.graft.vision;

import static dev.graft.nn.Activation.NONE;
import static dev.graft.nn.Activation.SIGMOID;
import static dev.graft.nn.Activation.SILU;

import dev.graft.engine.Window;
import dev.graft.image.Interpolation;
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

/** EfficientNet-B0: inverted residuals with squeeze and excitation. */
final class EfficientNet {
    private static final String PAPER =
            "Tan and Le, \"EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks\", ICML 2019";
    private static final int FIRST = 32;
    private static final int LAST = 1280;
    private static final double DROPOUT = 0.2;

    /** Of the last block; that of the others grows in equal steps from 0. */
    private static final double STOCHASTIC_DEPTH = 0.2;

    static final List<Architecture> ALL = List.of(new Architecture(
            "efficientnet_b0",
            new Preparation(
                    224, 256, Interpolation.BICUBIC, Preparation.IMAGENET.mean(), Preparation.IMAGENET.deviation()),
            PAPER,
            EfficientNet::build));

    /** A row of the paper's table 1. */
    private record Row(int expansion, int size, int stride, int out, int blocks) {}

    private static final List<Row> ROWS = List.of(
            new Row(1, 3, 1, 16, 1),
            new Row(6, 3, 2, 24, 2),
            new Row(6, 5, 2, 40, 2),
            new Row(6, 3, 2, 80, 3),
            new Row(6, 5, 1, 112, 3),
            new Row(6, 5, 2, 192, 4),
            new Row(6, 3, 1, 320, 1));

    private EfficientNet() {}

    private static Network build(int channels, int classes) {
        Stages features = new Stages("features.");
        features.add("stem", unit(Conv2d.plain(channels, FIRST, Window.of(3).stride(2)), FIRST, SILU));
        int all = ROWS.stream().mapToInt(Row::blocks).sum();
        int in = FIRST;
        int before = 0;
        for (Row row : ROWS) {
            Sequential group = new Sequential();
            for (int b = 0; b < row.blocks; b++) {
                group.then("" + b, block(in, row, b == 0 ? row.stride : 1, STOCHASTIC_DEPTH * before++ / all));
                in = row.out;
            }
            features.add("stage" + (ROWS.indexOf(row) + 1), group);
        }
        features.add("top", unit(Conv2d.plain(in, LAST, Window.of(1)), LAST, SILU));
        return new Network(features.all(), Pool.global(), LAST, classes == 0 ? Optional.empty() : classifier(classes));
    }

    private static InvertedResidual block(int in, Row row, int stride, double drop) {
        int wide = in * row.expansion;
        Sequential branch = new Sequential();
        if (wide != in) {
            branch.then("0", unit(Conv2d.plain(in, wide, Window.of(1)), wide, SILU));
        }
        branch.then(
                "" + branch.size(),
                unit(Conv2d.depthwise(wide, Window.of(row.size).stride(stride)), wide, SILU));
        branch.then("" + branch.size(), new SqueezeExcitation(wide, in / 4, SILU, SIGMOID));
        branch.then("" + branch.size(), unit(Conv2d.plain(wide, row.out, Window.of(1)), row.out, NONE));
        return new InvertedResidual("block", branch, stride == 1 && in == row.out, drop);
    }

    private static Optional<Stage> classifier(int classes) {
        Linear linear = new Linear(LAST, classes, NONE, Initial.UNIFORM_OUT);
        return Optional.of(new Stage(
                "classifier",
                "classifier.",
                new Sequential().then(Pool.global()).then(new Dropout(DROPOUT)).then("1", linear)));
    }

    private static ConvNorm unit(Conv2d convolution, int out, Activation activation) {
        return new ConvNorm("0", convolution, "1", new BatchNorm2d(out), activation);
    }
}
