package dev.graft.vision;

import static dev.graft.nn.Activation.RELU;
import static dev.graft.nn.Activation.TANH;

import dev.graft.engine.Window;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.nn.Conv2d;
import dev.graft.nn.ConvNorm;
import dev.graft.nn.Initial;
import dev.graft.nn.Linear;
import dev.graft.nn.Pool;
import dev.graft.nn.Sequential;
import java.util.List;
import java.util.Optional;

/** A small network for sketches of 28 pixels, strokes bright on dark; its features are its hidden layer's. */
final class DoodleNet {
    private static final int LAST_MAP = 64 * 3 * 3;
    private static final int HIDDEN = 512;

    static final List<Architecture> ALL = List.of(new Architecture(
            "doodlenet",
            new Preparation(28, 28, Interpolation.BILINEAR, List.of(0.0), List.of(1.0)),
            "Shiffman et al., ml5.js, DoodleNet, 2019",
            DoodleNet::build));

    private DoodleNet() {}

    private static Network build(int channels, int classes) {
        List<Stage> stages = List.of(
                pair("stage1", 0, channels, 16),
                pair("stage2", 5, 16, 32),
                pair("stage3", 10, 32, 64),
                new Stage(
                        "hidden",
                        "classifier.",
                        new Sequential().then(Pool.flat()).then("0", new Linear(LAST_MAP, HIDDEN, TANH))));
        Optional<Stage> classifier = classes == 0
                ? Optional.empty()
                : Optional.of(new Stage(
                        "classifier", "classifier.", new Sequential().then("2", new Linear(HIDDEN, classes))));
        return new Network(stages, Pool.flat(), HIDDEN, classifier);
    }

    /** Two convolutions and a pool. */
    private static Stage pair(String name, int number, int in, int out) {
        return new Stage(
                name,
                "features.",
                new Sequential()
                        .then(convolution(number, in, out))
                        .then(convolution(number + 2, out, out))
                        .then(Pool.max(Window.of(2).stride(2).padding(0))));
    }

    private static ConvNorm convolution(int number, int in, int out) {
        return new ConvNorm("" + number, new Conv2d(in, out, Window.of(3), 1, true, Initial.KAIMING_IN), RELU);
    }
}
