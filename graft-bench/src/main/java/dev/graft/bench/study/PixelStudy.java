package dev.graft.bench.study;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.ImageInput;
import dev.graft.data.InputChoice;
import dev.graft.data.Labels;
import dev.graft.data.PreparedSet;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.image.Interpolation;
import dev.graft.image.Pixels;
import dev.graft.image.Preparation;
import dev.graft.model.OneLabel;
import dev.graft.train.ConvexHead;
import dev.graft.train.HeadProblem;
import dev.graft.train.LabelledRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Graft's pixels beside those of PIL and torchvision: how far they are apart on 200 photos, and what a probe makes of
 * either. Needs a Python with torchvision. Finished runs are kept.
 *
 * <p>Arguments: {@code photos=100 perClass=0}, of each of two sets, and of each class for the probes, for less.
 */
public final class PixelStudy {
    private static final Hub HUB = Hub.standard();
    private static final Path FOLDER = HUB.home().root().resolve("studies");
    private static final List<ImageStudyData> OF_PHOTOS = List.of(ImageStudyData.FLOWERS, ImageStudyData.HYMENOPTERA);
    private static final List<ImageStudyData> PROBED = List.of(ImageStudyData.FLOWERS, ImageStudyData.CIFAR10);

    private final StudyOptions options;
    private final StudyRuns runs;
    private final TorchvisionPixels torchvision;

    private PixelStudy(StudyOptions options, Python python) throws IOException {
        this.options = options;
        boolean small = options.number("photos") != 100 || options.number("perClass") != 0;
        this.runs = StudyRuns.of(small ? "pixels-small" : "pixels");
        this.torchvision = new TorchvisionPixels(python, FOLDER);
    }

    public static void main(String[] arguments) throws IOException {
        Python python = Python.with("PIL", "torchvision")
                .orElseThrow(() -> new IllegalStateException(
                        "no Python with torchvision is here; Debian's are python3-pil and python3-torchvision"));
        new PixelStudy(StudyOptions.parse(arguments, List.of(), Map.of("photos", 100, "perClass", 0)), python).run();
    }

    private void run() throws IOException {
        StringBuilder text = new StringBuilder("""
                Photos from file to a square of 224 pixels, shorter side to 256 first, beside torchvision's `Resize` and \
                `CenterCrop` on PIL's pixels; differences in grey levels of 255.

                | photos | interpolation | number | largest difference | mean difference | photos that are equal |
                | --- | --- | --- | --- | --- | --- |
                """);
        for (Interpolation how : List.of(Interpolation.BILINEAR, Interpolation.BICUBIC)) {
            for (ImageStudyData set : OF_PHOTOS) {
                Map<String, Object> apart = runs.figures("pixels " + set + " " + how, () -> apart(set, how));
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %.4f | %s |%n",
                        set.title(),
                        how.name().toLowerCase(Locale.ROOT),
                        apart.get("photos"),
                        apart.get("largest"),
                        DrawFigures.number(apart, "mean"),
                        apart.get("equal")));
            }
        }
        text.append("""

                A probe of MobileNet v2 (SAME padding), right answers on the test part in percent: trained and tested on \
                Graft's pixels; the same head on torchvision's; trained and tested on torchvision's.

                | pictures | Graft's | Graft's head, torchvision's pixels | torchvision's | difference of the two pipelines, points |
                | --- | --- | --- | --- | --- |
                """);
        for (ImageStudyData set : PROBED) {
            Map<String, Object> probe = runs.figures("probe " + set + " " + set.size() + " px", () -> probe(set));
            double graft = DrawFigures.number(probe, "graft");
            double theirs = DrawFigures.number(probe, "torchvision");
            text.append(String.format(
                    Locale.ROOT,
                    "| %s, %d px | %.2f | %.2f | %.2f | %+.2f |%n",
                    set.title(),
                    set.size(),
                    100 * graft,
                    100 * DrawFigures.number(probe, "crossed"),
                    100 * theirs,
                    100 * (graft - theirs)));
        }
        Results.section("pixels", "Pixels beside PIL and torchvision", text.toString());
    }

    private Map<String, Object> apart(ImageStudyData set, Interpolation how) throws IOException {
        Dataset<Image> test = set.test();
        Dataset<Image> photos = test.subset(
                IntStream.range(0, test.size()).limit(options.number("photos")).toArray());
        Preparation usual = Preparation.IMAGENET;
        Preparation preparation = new Preparation(usual.size(), usual.shorter(), how, usual.mean(), usual.deviation());
        Pixels[] theirs = torchvision.of(set.file(), photos, preparation);
        int largest = 0;
        int equal = 0;
        double sum = 0;
        for (int i = 0; i < theirs.length; i++) {
            Image photo = photos.get(i).input();
            byte[] a = preparation.square(photo.pixels(preparation.shorter())).data();
            byte[] b = theirs[i].data();
            int worst = 0;
            for (int p = 0; p < a.length; p++) {
                int difference = Math.abs((a[p] & 0xff) - (b[p] & 0xff));
                worst = Math.max(worst, difference);
                sum += difference;
            }
            largest = Math.max(largest, worst);
            equal += worst == 0 ? 1 : 0;
        }
        double mean = sum / ((double) theirs.length * theirs[0].data().length);
        return Map.of("photos", theirs.length, "largest", largest, "mean", mean, "equal", equal);
    }

    private Map<String, Object> probe(ImageStudyData set) throws IOException {
        Dataset<Image> train = ImageStudyData.first(set.train(), options.number("perClass"));
        Dataset<Image> test = ImageStudyData.first(set.test(), options.number("perClass"));
        StudyNetwork network = StudyNetwork.ofImageNet().get(0);
        try (Backbone body = network.open(InputChoice.DEFAULTS.size(set.size()), train)) {
            Preparation prepared = ((ImageInput) body.input()).preparation();
            Backbone squares = body.input(ImageInput.of(new Preparation(
                    prepared.size(),
                    prepared.size(),
                    prepared.interpolation(),
                    prepared.mean(),
                    prepared.deviation())));
            OneLabel task = new OneLabel(Labels.of(train));
            HeadProblem problem = HeadProblem.of(task);
            LabelledRows ours = rows(body, train);
            LabelledRows oursAsked = rows(body, test);
            LabelledRows theirs = rows(squares, squares(set, train, prepared));
            LabelledRows theirsAsked = rows(squares, squares(set, test, prepared));
            ConvexHead.Solved head = new ConvexHead(0).solve(problem, ours, 42);
            ConvexHead.Solved theirHead = new ConvexHead(0).solve(problem, theirs, 42);
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("graft", accuracy(problem, head, oursAsked));
            figures.put("crossed", accuracy(problem, head, theirsAsked));
            figures.put("torchvision", accuracy(problem, theirHead, theirsAsked));
            return figures;
        }
    }

    private static double accuracy(HeadProblem problem, ConvexHead.Solved head, LabelledRows asked) {
        return ProbeDraws.accuracy(
                (OneLabel) problem.task(), problem.answers(head.fit(), asked.rows()), asked.targets());
    }

    private static LabelledRows rows(Backbone body, Dataset<Image> data) throws IOException {
        PreparedSet prepared = PreparedSet.of(body.input(), data);
        Features features =
                Features.of(body, prepared, body.stages().count(), Precision.FP32, Features.Keep.NOTHING, done -> {});
        return new LabelledRows(features.rows(), prepared.targets(), prepared.twins());
    }

    private Dataset<Image> squares(ImageStudyData set, Dataset<Image> data, Preparation preparation)
            throws IOException {
        Pixels[] pixels = torchvision.of(set.file(), data, preparation);
        Pixels once = new Preparation(
                        preparation.size(),
                        preparation.size(),
                        preparation.interpolation(),
                        preparation.mean(),
                        preparation.deviation())
                .square(pixels[0]);
        Check.that(Arrays.equals(once.data(), pixels[0].data()), "a square that is as wanted must stay so");
        List<Sample<Image>> samples = new ArrayList<>();
        for (int i = 0; i < pixels.length; i++) {
            samples.add(new Sample<>(
                    Image.of(pixels[i]), data.target(i), data.get(i).where()));
        }
        return new Samples<>(data.name(), samples);
    }
}
