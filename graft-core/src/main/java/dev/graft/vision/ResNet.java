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
import dev.graft.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Residual networks: each block learns what to add to its input. Stride 2 stands in the 3x3 convolution, as in
 * torchvision.
 *
 * @param blocks of each of the four stages
 * @param bottleneck whether a block is three convolutions that pass through fewer channels, or two
 * @param groups of the 3x3 convolution of a bottleneck
 * @param groupWidth channels of a group in the first stage
 */
record ResNet(List<Integer> blocks, boolean bottleneck, int groups, int groupWidth) {
    private static final String PAPER = "He et al., \"Deep Residual Learning for Image Recognition\", CVPR 2016";
    private static final int FIRST = 64;

    static final List<Architecture> ALL = List.of(
            of("resnet18", PAPER, List.of(2, 2, 2, 2), false, 1, FIRST),
            of("resnet34", PAPER, List.of(3, 4, 6, 3), false, 1, FIRST),
            of("resnet50", PAPER, List.of(3, 4, 6, 3), true, 1, FIRST),
            of("resnet101", PAPER, List.of(3, 4, 23, 3), true, 1, FIRST),
            of(
                    "resnext50_32x4d",
                    "Xie et al., \"Aggregated Residual Transformations for Deep Neural Networks\", CVPR 2017",
                    List.of(3, 4, 6, 3),
                    true,
                    32,
                    4),
            of(
                    "wide_resnet50_2",
                    "Zagoruyko and Komodakis, \"Wide Residual Networks\", BMVC 2016",
                    List.of(3, 4, 6, 3),
                    true,
                    1,
                    2 * FIRST));

    private static Architecture of(
            String name, String source, List<Integer> blocks, boolean bottleneck, int groups, int groupWidth) {
        return new Architecture(
                name, Preparation.IMAGENET, source, new ResNet(blocks, bottleneck, groups, groupWidth)::build);
    }

    private Network build(int channels, int classes) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(
                "stem",
                "",
                new Sequential()
                        .then(unit(
                                "1", Conv2d.plain(channels, FIRST, Window.of(7).stride(2)), FIRST))
                        .then(Pool.max(Window.of(3).stride(2)))));
        int in = FIRST;
        for (int s = 0; s < blocks.size(); s++) {
            int out = (FIRST << s) * (bottleneck ? 4 : 1);
            Sequential stage = new Sequential();
            for (int b = 0; b < blocks.get(s); b++) {
                int stride = b == 0 && s > 0 ? 2 : 1;
                stage.then("" + b, new Residual(branch(s, in, out, stride), projection(in, out, stride)));
                in = out;
            }
            stages.add(new Stage("layer" + (s + 1), "layer" + (s + 1) + ".", stage));
        }
        return new Network(stages, Pool.global(), in, Stage.linear("fc", in, classes));
    }

    private Sequential branch(int stage, int in, int out, int stride) {
        Window three = Window.of(3);
        if (!bottleneck) {
            return new Sequential()
                    .then(unit("1", Conv2d.plain(in, out, three.stride(stride)), out))
                    .then(unit("2", Conv2d.plain(out, out, three), out));
        }
        int width = groups * (groupWidth << stage);
        Conv2d grouped = new Conv2d(width, width, three.stride(stride), groups, false, Initial.KAIMING_OUT);
        return new Sequential()
                .then(unit("1", Conv2d.plain(in, width, Window.of(1)), width))
                .then(unit("2", grouped, width))
                .then(unit("3", Conv2d.plain(width, out, Window.of(1)), out));
    }

    /** A 1x1 convolution where the branch changes the map's size or channels. */
    static Optional<Block> projection(int in, int out, int stride) {
        if (stride == 1 && in == out) {
            return Optional.empty();
        }
        Conv2d convolution = Conv2d.plain(in, out, Window.of(1).stride(stride));
        return Optional.of(new ConvNorm("0", convolution, "1", new BatchNorm2d(out), NONE));
    }

    static ConvNorm unit(String number, Conv2d convolution, int out) {
        return new ConvNorm("conv" + number, convolution, "bn" + number, new BatchNorm2d(out), RELU);
    }

    /** relu(branch(x) + shortcut(x)). */
    static final class Residual extends Block {
        private final Sequential branch;
        private final Optional<Block> shortcut;

        /** @param shortcut named {@code downsample} by the reference; x itself where empty */
        Residual(Sequential branch, Optional<Block> shortcut) {
            this.branch = inline(branch);
            this.shortcut = shortcut.map(block -> child("downsample", block));
        }

        @Override
        public Tensor forward(Tensor x) {
            return branch.forward(x, shortcut.isPresent() ? shortcut.get().forward(x) : x);
        }
    }
}
