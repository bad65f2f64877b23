package dev.graft.vision;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import java.util.List;

/** Every vision network that Graft can build. One line per family. */
public final class Architectures {
    private static final List<List<Architecture>> FAMILIES = List.of(
            ResNet.ALL,
            SmallResNet.ALL,
            AlexNet.ALL,
            Vgg.ALL,
            InceptionV3.ALL,
            Xception.ALL,
            DenseNet.ALL,
            CifarResNet.ALL,
            MobileNetV1.ALL,
            MobileNetV2.ALL,
            MobileNetV3.ALL,
            EfficientNet.ALL,
            SqueezeNet.ALL,
            DoodleNet.ALL,
            ConvNext.ALL,
            VisionTransformer.ALL);

    public static final List<Architecture> ALL =
            FAMILIES.stream().flatMap(List::stream).toList();

    private Architectures() {}

    public static List<String> names() {
        return ALL.stream().map(Architecture::name).toList();
    }

    /** @throws BadArgument for an unknown name, with the nearest known one */
    public static Architecture named(String name) {
        return ALL.stream()
                .filter(architecture -> architecture.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Check.unknown("architecture", name, names()));
    }
}
