package dev.graft.vision;

import dev.graft.base.Check;
import dev.graft.engine.Window;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.nn.Conv2d;
import dev.graft.nn.Pool;
import dev.graft.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/**
 * Residual networks of basic blocks for small pictures and few processors: a 3x3 stem in place of 7x7 and pooling, and
 * widths and depths of choice. Named as torchvision's ResNets.
 *
 * @param widths channels of each stage; whole multiples of 16 fill the processor's vectors
 * @param depths blocks of each stage
 * @param stride of the stem, 1 or 2
 */
record SmallResNet(List<Integer> widths, List<Integer> depths, int stride) {
    private static final String PAPER = "He et al., \"Deep Residual Learning for Image Recognition\", CVPR 2016";
    private static final Preparation SMALL = new Preparation(
            64, 64, Interpolation.BILINEAR, Preparation.IMAGENET.mean(), Preparation.IMAGENET.deviation());

    /**
     * 2.8 million parameters. Of its 178 million multiply-adds at 64 pixels a quarter are in the first stage, so that no
     * stage starves the next, and two blocks stand where maps are 8 x 8, where depth costs least for what it brings.
     */
    static final List<Architecture> ALL = List.of(new Architecture(
            "resnet_tiny", SMALL, PAPER, new SmallResNet(List.of(48, 96, 192, 320), List.of(1, 1, 2, 1), 2)::build));

    SmallResNet {
        widths = List.copyOf(widths);
        depths = List.copyOf(depths);
        Check.that(widths.size() == depths.size(), "widths and depths must be of as many stages");
        Check.atLeast("stages", widths.size(), 1);
    }

    private Network build(int channels, int classes) {
        int in = widths.get(0);
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(
                "stem",
                "",
                new Sequential()
                        .then(ResNet.unit(
                                "1", Conv2d.plain(channels, in, Window.of(3).stride(stride)), in))));
        for (int s = 0; s < widths.size(); s++) {
            int out = widths.get(s);
            Sequential stage = new Sequential();
            for (int b = 0; b < depths.get(s); b++) {
                int by = b == 0 && s > 0 ? 2 : 1;
                stage.then("" + b, new ResNet.Residual(branch(in, out, by), ResNet.projection(in, out, by)));
                in = out;
            }
            stages.add(new Stage("layer" + (s + 1), "layer" + (s + 1) + ".", stage));
        }
        return new Network(stages, Pool.global(), in, Stage.linear("fc", in, classes));
    }

    private static Sequential branch(int in, int out, int by) {
        Window three = Window.of(3);
        return new Sequential()
                .then(ResNet.unit("1", Conv2d.plain(in, out, three.stride(by)), out))
                .then(ResNet.unit("2", Conv2d.plain(out, out, three), out));
    }
}
