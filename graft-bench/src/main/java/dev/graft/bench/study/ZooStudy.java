package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Published networks as they are: their outputs beside those of their reference implementations, and what they answer by
 * their own classifiers on CIFAR-10's JPEG copies and on the photos here whose classes are among the 1,000 of ImageNet, in
 * both paddings. Takes no arguments.
 */
public final class ZooStudy {
    /** Places of the photos' classes among ImageNet's 1,000; the other flowers are not among them. */
    private static final Map<String, Integer> IMAGENET = Map.of("ants", 310, "bees", 309, "daisy", 985);

    static final Row RESNET20 =
            new Row(new Classifier("resnet20", "resnet20-cifar10", 10), ImageStudyData.CIFAR10, "82.0");
    static final Row RESNET56 =
            new Row(new Classifier("resnet56", "resnet56-cifar10", 10), ImageStudyData.CIFAR10, "83.7");

    private static final List<Row> ROWS = List.of(
            RESNET20,
            RESNET56,
            imageNet("tf_mobilenet_v2", "mobilenet_v2-imagenet", ImageStudyData.HYMENOPTERA),
            imageNet("mobilenet_v2", "mobilenet_v2-imagenet", ImageStudyData.HYMENOPTERA),
            imageNet("mobilenetv1_025", "mobilenetv1_025-imagenet", ImageStudyData.HYMENOPTERA),
            imageNet("squeezenet1_0", "squeezenet1_0-imagenet", ImageStudyData.HYMENOPTERA),
            imageNet("tf_mobilenet_v2", "mobilenet_v2-imagenet", ImageStudyData.FLOWERS),
            imageNet("mobilenet_v2", "mobilenet_v2-imagenet", ImageStudyData.FLOWERS),
            imageNet("mobilenetv1_025", "mobilenetv1_025-imagenet", ImageStudyData.FLOWERS),
            imageNet("squeezenet1_0", "squeezenet1_0-imagenet", ImageStudyData.FLOWERS));

    private ZooStudy() {}

    /** @param expected percent that the weights' reference implementation has, empty where it was not asked */
    record Row(Classifier network, ImageStudyData set, String expected) {
        /** The pictures whose classes the network knows: of CIFAR-10 the test part, of photos all. */
        Dataset<Image> pictures() throws IOException {
            if (network.classes() == 10) {
                return set.test();
            }
            Dataset<Image> all = set.all();
            List<Integer> known = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if (IMAGENET.containsKey(all.target(i).classes().get(0))) {
                    known.add(i);
                }
            }
            return all.subset(known.stream().mapToInt(Integer::intValue).toArray());
        }

        Map<String, Object> run() throws IOException {
            Dataset<Image> pictures = pictures();
            int[] answers = network.answers(pictures);
            int right = 0;
            for (int i = 0; i < answers.length; i++) {
                right += answers[i] == wanted(pictures, i) ? 1 : 0;
            }
            return Map.of("right", right, "of", answers.length);
        }

        private int wanted(Dataset<Image> pictures, int index) throws IOException {
            String name = pictures.target(index).classes().get(0);
            return network.classes() == 10 ? Labels.of(pictures).index(name) : IMAGENET.get(name);
        }
    }

    private static Row imageNet(String architecture, String weights, ImageStudyData set) {
        return new Row(new Classifier(architecture, weights, 1000), set, "");
    }

    public static void main(String[] arguments) throws IOException {
        StudyRuns runs = StudyRuns.of("zoo");
        Results.section(ZooStudy.class, "zoo", "Published networks as they are", references(runs) + answers(runs));
    }

    private static String references(StudyRuns runs) throws IOException {
        StringBuilder text = new StringBuilder("""
                Every file of the shared weights that is for pictures, beside what its reference implementation gave on \
                the same pixels: the largest difference of an output over the largest output of its picture.

                | network | file | logits | features |
                | --- | --- | --- | --- |
                """);
        double largest = 0;
        for (ZooReference reference : ZooReference.ALL) {
            Map<String, Object> apart = runs.figures(reference.run(), reference::apart);
            largest = Math.max(largest, DrawFigures.number(apart, "largest"));
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s |%n",
                    reference.architecture(),
                    reference.weights(),
                    ZooReference.cell(apart, "logits"),
                    ZooReference.cell(apart, "features")));
        }
        return text + "\nAll equal their references to 1e-4: **" + (largest < ZooReference.SAME ? "yes" : "no")
                + "**.\n\n";
    }

    private static String answers(StudyRuns runs) throws IOException {
        StringBuilder text = new StringBuilder("""
                Answers by the networks' own classifiers, nothing trained. Photos at 224 pixels: right is the one class \
                among ImageNet's 1,000 (of the five flowers ImageNet has the daisy alone). `tf_mobilenet_v2` pads as \
                TensorFlow does, which trained these weights, `mobilenet_v2` on all sides; `mobilenetv1_025` pads as \
                TensorFlow does.

                | network | pictures | right | percent | the weights' reference |
                | --- | --- | --- | --- | --- |
                """);
        for (Row row : ROWS) {
            String network = row.network().architecture();
            Map<String, Object> figures = runs.figures(network + " " + row.set(), row::run);
            double right = DrawFigures.number(figures, "right");
            double of = DrawFigures.number(figures, "of");
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.0f of %.0f | %.2f | %s |%n",
                    network,
                    row.set() == ImageStudyData.FLOWERS ? "daisies" : row.set().title(),
                    right,
                    of,
                    100 * right / of,
                    row.expected()));
        }
        return text.toString();
    }
}
