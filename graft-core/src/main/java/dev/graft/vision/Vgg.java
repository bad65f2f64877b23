package dev.graft.vision;

import static dev.graft.nn.Activation.NONE;
import static dev.graft.nn.Activation.RELU;

import dev.graft.engine.Window;
import dev.graft.image.Preparation;
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
import java.util.stream.Stream;

/**
 * Five blocks of 3x3 convolutions, each ended by a pool, and three linear layers.
 *
 * @param convolutions of each block
 * @param normed whether a batch norm follows each
 */
record Vgg(List<Integer> convolutions, boolean normed) {
    private static final String PAPER =
            "Simonyan and Zisserman, \"Very Deep Convolutional Networks for Large-Scale Image Recognition\", ICLR 2015";
    private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512, 512);
    private static final int LAST = 512;
    private static final int SIDE = 7; // of the map that the linear layers read
    private static final int HIDDEN = 4096;

    static final List<Architecture> ALL = Stream.of(
                    of("vgg11", 1, 1, 2, 2, 2),
                    of("vgg13", 2, 2, 2, 2, 2),
                    of("vgg16", 2, 2, 3, 3, 3),
                    of("vgg19", 2, 2, 4, 4, 4))
            .flatMap(List::stream)
            .toList();

    private static List<Architecture> of(String name, Integer... convolutions) {
        List<Integer> each = List.of(convolutions);
        return List.of(
                new Architecture(name, Preparation.IMAGENET, PAPER, new Vgg(each, false)::build),
                new Architecture(name + "_bn", Preparation.IMAGENET, PAPER, new Vgg(each, true)::build));
    }

    private Network build(int channels, int classes) {
        List<Stage> stages = new ArrayList<>();
        int in = channels;
        int index = 0; // in torchvision's list, where norms, activations and pools have numbers too
        for (int b = 0; b < WIDTHS.size(); b++) {
            int out = WIDTHS.get(b);
            Sequential block = new Sequential();
            for (int c = 0; c < convolutions.get(b); c++) {
                block.then(unit(index, in, out));
                index += normed ? 3 : 2;
                in = out;
            }
            index++;
            stages.add(new Stage(
                    "block" + (b + 1),
                    "features.",
                    block.then(Pool.max(Window.of(2).stride(2).padding(0)))));
        }
        return new Network(stages, Pool.global(), LAST, classifier(classes));
    }

    private ConvNorm unit(int index, int in, int out) {
        Conv2d convolution = Conv2d.biased(in, out, Window.of(3));
        return normed
                ? new ConvNorm("" + index, convolution, "" + (index + 1), new BatchNorm2d(out), RELU)
                : new ConvNorm("" + index, convolution, RELU);
    }

    private static Optional<Stage> classifier(int classes) {
        if (classes == 0) {
            return Optional.empty();
        }
        Sequential layers = new Sequential()
                .then(Pool.adaptive(SIDE))
                .then(Pool.flat())
                .then("0", new Linear(LAST * SIDE * SIDE, HIDDEN, RELU, Initial.SMALL))
                .then(new Dropout(0.5))
                .then("3", new Linear(HIDDEN, HIDDEN, RELU, Initial.SMALL))
                .then(new Dropout(0.5))
                .then("6", new Linear(HIDDEN, classes, NONE, Initial.SMALL));
        return Optional.of(new Stage("classifier", "classifier.", layers));
    }
}
