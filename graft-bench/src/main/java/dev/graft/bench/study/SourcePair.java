package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A set that a network has learned, and another that it is to learn from few examples. */
enum SourcePair {
    MNIST_USPS("MNIST to USPS", Optional.of(ImageStudyData.MNIST), ImageStudyData.USPS, "resnet20", "resnet32"),
    USPS_MNIST("USPS to MNIST", Optional.of(ImageStudyData.USPS), ImageStudyData.MNIST, "resnet20", "resnet32"),
    CIFAR_JPEG("CIFAR-10 to its JPEG copies", Optional.empty(), ImageStudyData.CIFAR10, "resnet20", "resnet32"),
    DOODLES_OMNIGLOT("doodles to Omniglot", Optional.empty(), null, "doodlenet", "doodlenet"),
    DOODLES_MNIST("doodles to MNIST", Optional.empty(), ImageStudyData.MNIST, "doodlenet", "doodlenet");

    private static final List<Integer> OF_TEN_CLASSES = List.of(2, 5, 10, 30, 100);
    private static final List<Integer> OF_CHARACTERS = List.of(1, 2, 3, 5, 10);

    private final String title;
    private final Optional<ImageStudyData> source;
    private final ImageStudyData target; // null for Omniglot
    private final String pretrained;
    private final String begun;

    SourcePair(String title, Optional<ImageStudyData> source, ImageStudyData target, String pretrained, String begun) {
        this.title = title;
        this.source = source;
        this.target = target;
        this.pretrained = pretrained;
        this.begun = begun;
    }

    String title() {
        return title;
    }

    /** What the study itself trains the source network on; empty where there are published weights. */
    Optional<ImageStudyData> source() {
        return source;
    }

    /** Architecture of the source network. */
    String pretrained() {
        return pretrained;
    }

    /** Architecture of the network that is begun by name and shape; deeper, or the source's own. */
    String begun() {
        return begun;
    }

    /** Published weights of the source network's architecture. */
    Path published() {
        return StudyNetwork.sharedWeights(
                pretrained.equals("doodlenet") ? "doodlenet-quickdraw345" : pretrained + "-cifar10");
    }

    Dataset<Image> train() throws IOException {
        return target == null ? Omniglot.train() : target.train();
    }

    Dataset<Image> test() throws IOException {
        return target == null ? Omniglot.test() : target.test();
    }

    /** How many examples of each class are trained on. */
    List<Integer> sizes() {
        return target == null ? OF_CHARACTERS : OF_TEN_CLASSES;
    }

    /** In file names. */
    String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
