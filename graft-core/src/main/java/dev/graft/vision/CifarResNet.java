package dev.graft.vision;

import dev.graft.engine.Maps;
import dev.graft.engine.Tensor;
import dev.graft.engine.Window;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.nn.Activation;
import dev.graft.nn.BatchNorm2d;
import dev.graft.nn.Block;
import dev.graft.nn.Conv2d;
import dev.graft.nn.ConvNorm;
import dev.graft.nn.Initial;
import dev.graft.nn.Linear;
import dev.graft.nn.Pool;
import dev.graft.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The small residual networks for pictures of 32 pixels, 6n + 2 layers deep, whose shortcuts have no parameters (option
 * A). Names as in akamaster/pytorch_resnet_cifar10.
 *
 * @param n blocks of each of the three stages
 */
record CifarResNet(int n) {
    private static final String PAPER =
            "He et al., \"Deep Residual Learning for Image Recognition\", CVPR 2016, section 4.2";
    private static final int FIRST = 16;

    static final List<Architecture> ALL = IntStream.of(3, 5, 7, 9)
            .mapToObj(n -> new Architecture(
                    "resnet" + (6 * n + 2),
                    new Preparation(
                            32,
                            32,
                            Interpolation.BILINEAR,
                            Preparation.IMAGENET.mean(),
                            Preparation.IMAGENET.deviation()),
                    PAPER,
                    new CifarResNet(n)::build))
            .toList();

    private Network build(int channels, int classes) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("stem", "", unit("1", channels, FIRST, 1)));
        int in = FIRST;
        for (int s = 1; s <= 3; s++) {
            int out = FIRST << (s - 1);
            Sequential stage = new Sequential();
            for (int b = 0; b < n; b++) {
                stage.then("" + b, new Residual(in, out));
                in = out;
            }
            stages.add(new Stage("layer" + s, "layer" + s + ".", stage));
        }
        return new Network(stages, Pool.global(), in, classes == 0 ? Optional.empty() : classifier(in, classes));
    }

    private static Optional<Stage> classifier(int in, int classes) {
        Linear linear = new Linear(in, classes, Activation.NONE, Initial.KAIMING_IN);
        return Optional.of(
                new Stage("classifier", "", new Sequential().then(Pool.global()).then("linear", linear)));
    }

    private static ConvNorm unit(String number, int in, int out, int stride) {
        Conv2d convolution = new Conv2d(in, out, Window.of(3).stride(stride), 1, false, Initial.KAIMING_IN);
        return new ConvNorm("conv" + number, convolution, "bn" + number, new BatchNorm2d(out), Activation.RELU);
    }

    private static final class Residual extends Block {
        private final Sequential branch;
        private final int more;

        Residual(int in, int out) {
            branch = inline(new Sequential().then(unit("1", in, out, out / in)).then(unit("2", out, out, 1)));
            more = out - in;
        }

        @Override
        public Tensor forward(Tensor x) {
            return branch.forward(x, more == 0 ? x : smaller(x));
        }

        /** Every other pixel, and channels of zeros before and after. */
        private Tensor smaller(Tensor x) {
            return Maps.pad(Maps.every(x, 2), 0, 0, 0, 0, 0, more / 2, more - more / 2);
        }
    }
}
