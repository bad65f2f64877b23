package dev.graft.vision;

import static dev.graft.nn.Activation.RELU;

import dev.graft.engine.Window;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.nn.BatchNorm2d;
import dev.graft.nn.Block;
import dev.graft.nn.Conv2d;
import dev.graft.nn.ConvNorm;
import dev.graft.nn.Dropout;
import dev.graft.nn.Linear;
import dev.graft.nn.Pool;
import dev.graft.nn.Sequential;
import java.util.List;
import java.util.Optional;

/**
 * Blocks of parallel ways whose large windows are taken apart into small and flat ones. Without the auxiliary classifier
 * that published weights hold under {@code AuxLogits}. Pixels are prepared to [-1, 1], as torchvision's
 * {@code transform_input} prepares them inside of the network.
 */
final class InceptionV3 {
    static final List<Architecture> ALL = List.of(new Architecture(
            "inception_v3",
            new Preparation(299, 342, Interpolation.BILINEAR, List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)),
            "Szegedy et al., \"Rethinking the Inception Architecture for Computer Vision\", CVPR 2016",
            InceptionV3::build));

    private static final Window HALF = Window.of(3).stride(2).padding(0);
    private static final Window ONE = Window.of(1);
    private static final Window THREE = Window.of(3);
    private static final Window FLAT = Window.of(1, 7);
    private static final Window TALL = Window.of(7, 1);
    private static final int LAST = 2048;

    private InceptionV3() {}

    private static Network build(int channels, int classes) {
        List<Stage> stages = List.of(
                new Stage("stem", "", stem(channels)),
                new Stage(
                        "mixed5",
                        "",
                        new Sequential()
                                .then("Mixed_5b", small(192, 32))
                                .then("Mixed_5c", small(256, 64))
                                .then("Mixed_5d", small(288, 64))),
                new Stage(
                        "mixed6",
                        "",
                        new Sequential()
                                .then("Mixed_6a", firstReduction(288))
                                .then("Mixed_6b", flat(768, 128))
                                .then("Mixed_6c", flat(768, 160))
                                .then("Mixed_6d", flat(768, 160))
                                .then("Mixed_6e", flat(768, 192))),
                new Stage(
                        "mixed7",
                        "",
                        new Sequential()
                                .then("Mixed_7a", secondReduction(768))
                                .then("Mixed_7b", wide(1280))
                                .then("Mixed_7c", wide(LAST))));
        return new Network(stages, Pool.global(), LAST, classifier(classes));
    }

    private static Block stem(int channels) {
        return new Sequential()
                .then(unit("Conv2d_1a_3x3", channels, 32, HALF))
                .then(unit("Conv2d_2a_3x3", 32, 32, THREE.padding(0)))
                .then(unit("Conv2d_2b_3x3", 32, 64, THREE))
                .then(Pool.max(HALF))
                .then(unit("Conv2d_3b_1x1", 64, 80, ONE))
                .then(unit("Conv2d_4a_3x3", 80, 192, THREE.padding(0)))
                .then(Pool.max(HALF));
    }

    /** Figure 5 of the paper. */
    private static Block small(int in, int pooled) {
        return new Branches(
                unit("branch1x1", in, 64, ONE),
                way(unit("branch5x5_1", in, 48, ONE), unit("branch5x5_2", 48, 64, Window.of(5))),
                way(
                        unit("branch3x3dbl_1", in, 64, ONE),
                        unit("branch3x3dbl_2", 64, 96, THREE),
                        unit("branch3x3dbl_3", 96, 96, THREE)),
                way(Pool.average(THREE), unit("branch_pool", in, pooled, ONE)));
    }

    /** Figure 10. */
    private static Block firstReduction(int in) {
        return new Branches(
                unit("branch3x3", in, 384, HALF),
                way(
                        unit("branch3x3dbl_1", in, 64, ONE),
                        unit("branch3x3dbl_2", 64, 96, THREE),
                        unit("branch3x3dbl_3", 96, 96, HALF)),
                Pool.max(HALF));
    }

    /** Figure 6. */
    private static Block flat(int in, int width) {
        return new Branches(
                unit("branch1x1", in, 192, ONE),
                way(
                        unit("branch7x7_1", in, width, ONE),
                        unit("branch7x7_2", width, width, FLAT),
                        unit("branch7x7_3", width, 192, TALL)),
                way(
                        unit("branch7x7dbl_1", in, width, ONE),
                        unit("branch7x7dbl_2", width, width, TALL),
                        unit("branch7x7dbl_3", width, width, FLAT),
                        unit("branch7x7dbl_4", width, width, TALL),
                        unit("branch7x7dbl_5", width, 192, FLAT)),
                way(Pool.average(THREE), unit("branch_pool", in, 192, ONE)));
    }

    private static Block secondReduction(int in) {
        return new Branches(
                way(unit("branch3x3_1", in, 192, ONE), unit("branch3x3_2", 192, 320, HALF)),
                way(
                        unit("branch7x7x3_1", in, 192, ONE),
                        unit("branch7x7x3_2", 192, 192, FLAT),
                        unit("branch7x7x3_3", 192, 192, TALL),
                        unit("branch7x7x3_4", 192, 192, HALF)),
                Pool.max(HALF));
    }

    /** Figure 7. */
    private static Block wide(int in) {
        return new Branches(
                unit("branch1x1", in, 320, ONE),
                way(unit("branch3x3_1", in, 384, ONE), fork("branch3x3_2", 384)),
                way(
                        unit("branch3x3dbl_1", in, 448, ONE),
                        unit("branch3x3dbl_2", 448, 384, THREE),
                        fork("branch3x3dbl_3", 384)),
                way(Pool.average(THREE), unit("branch_pool", in, 192, ONE)));
    }

    private static Block fork(String name, int width) {
        return new Branches(
                unit(name + "a", width, width, Window.of(1, 3)), unit(name + "b", width, width, Window.of(3, 1)));
    }

    private static Block way(Block... blocks) {
        Sequential way = new Sequential();
        List.of(blocks).forEach(way::then);
        return way;
    }

    private static Block unit(String name, int in, int out, Window window) {
        ConvNorm unit =
                new ConvNorm("conv", Conv2d.plain(in, out, window), "bn", new BatchNorm2d(out, 1e-3, 0.1), RELU);
        return new Sequential().then(name, unit);
    }

    private static Optional<Stage> classifier(int classes) {
        return classes == 0
                ? Optional.empty()
                : Optional.of(new Stage(
                        "classifier",
                        "",
                        new Sequential()
                                .then(Pool.global())
                                .then(new Dropout(0.5))
                                .then("fc", new Linear(LAST, classes))));
    }
}
