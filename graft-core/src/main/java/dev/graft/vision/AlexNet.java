package dev.graft.vision;

import static dev.graft.nn.Activation.NONE;
import static dev.graft.nn.Activation.RELU;

import dev.graft.engine.Window;
import dev.graft.image.Preparation;
import dev.graft.nn.Block;
import dev.graft.nn.Conv2d;
import dev.graft.nn.ConvNorm;
import dev.graft.nn.Dropout;
import dev.graft.nn.Initial;
import dev.graft.nn.Linear;
import dev.graft.nn.Pool;
import dev.graft.nn.Sequential;
import java.util.List;
import java.util.Optional;

/** Five convolutions and three linear layers, without local response normalization, as torchvision has it. */
final class AlexNet {
    static final List<Architecture> ALL = List.of(new Architecture(
            "alexnet",
            Preparation.IMAGENET,
            "Krizhevsky, \"One weird trick for parallelizing convolutional neural networks\", 2014",
            AlexNet::build));

    private static final Window POOL = Window.of(3).stride(2).padding(0);
    private static final int LAST = 256;
    private static final int SIDE = 6; // of the map that the linear layers read
    private static final int HIDDEN = 4096;

    private AlexNet() {}

    private static Network build(int channels, int classes) {
        List<Stage> stages = List.of(
                stage(1, unit(0, channels, 64, Window.of(11).stride(4).padding(2)), Pool.max(POOL)),
                stage(2, unit(3, 64, 192, Window.of(5)), Pool.max(POOL)),
                stage(3, unit(6, 192, 384, Window.of(3))),
                stage(4, unit(8, 384, LAST, Window.of(3))),
                stage(5, unit(10, LAST, LAST, Window.of(3)), Pool.max(POOL)));
        return new Network(stages, Pool.global(), LAST, classifier(classes));
    }

    private static Stage stage(int number, Block... blocks) {
        Sequential layers = new Sequential();
        List.of(blocks).forEach(layers::then);
        return new Stage("conv" + number, "features.", layers);
    }

    private static ConvNorm unit(int name, int in, int out, Window window) {
        return new ConvNorm("" + name, new Conv2d(in, out, window, 1, true, Initial.UNIFORM), RELU);
    }

    private static Optional<Stage> classifier(int classes) {
        if (classes == 0) {
            return Optional.empty();
        }
        Sequential layers = new Sequential()
                .then(Pool.adaptive(SIDE))
                .then(Pool.flat())
                .then(new Dropout(0.5))
                .then("1", new Linear(LAST * SIDE * SIDE, HIDDEN, RELU))
                .then(new Dropout(0.5))
                .then("4", new Linear(HIDDEN, HIDDEN, RELU))
                .then("6", new Linear(HIDDEN, classes, NONE));
        return Optional.of(new Stage("classifier", "classifier.", layers));
    }
}
