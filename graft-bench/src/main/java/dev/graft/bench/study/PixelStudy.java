package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.image.Interpolation;
import dev.graft.image.Pixels;
import dev.graft.image.Preparation;
import java.io.IOException;
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
    private static final List<ImageStudyData> OF_PHOTOS = List.of(ImageStudyData.FLOWERS, ImageStudyData.HYMENOPTERA);
    private static final List<ImageStudyData> PROBED = List.of(ImageStudyData.FLOWERS, ImageStudyData.CIFAR10);

    private static final int LEVELS = 2;
    private static final double POINTS = 0.3;

    private final StudyOptions options;
    private final StudyRuns runs;
    private final TorchvisionPixels torchvision;

    private PixelStudy(StudyOptions options, Python python) throws IOException {
        this.options = options;
        boolean small = options.number("photos") != 100 || options.number("perClass") != 0;
        this.runs = StudyRuns.of(small ? "pixels-small" : "pixels");
        this.torchvision = new TorchvisionPixels(python);
    }

    public static void main(String[] arguments) throws IOException {
        Python python = Python.with("PIL", "torchvision")
                .orElseThrow(() -> new IllegalStateException(
                        "no Python with torchvision is here; Debian's are python3-pil and python3-torchvision"));
        new PixelStudy(StudyOptions.parse(arguments, List.of(), Map.of("photos", 100, "perClass", 0)), python).run();
    }

    private void run() throws IOException {
        Results.section(PixelStudy.class, "pixels", "Pixels beside PIL and torchvision", differences() + probes());
    }

    private String differences() throws IOException {
        StringBuilder text = new StringBuilder("""
                Photos from file to a square of 224 pixels, shorter side to 256 first, beside torchvision's `Resize` and \
                `CenterCrop` on PIL's pixels; differences in grey levels of 255.

                | photos | interpolation | number | largest difference | mean difference | photos that are equal |
                | --- | --- | --- | --- | --- | --- |
                """);
        double largest = 0;
        for (Interpolation how : List.of(Interpolation.BILINEAR, Interpolation.BICUBIC)) {
            for (ImageStudyData set : OF_PHOTOS) {
                Map<String, Object> apart = runs.figures("pixels " + set + " " + how, () -> apart(set, how));
                largest = Math.max(largest, DrawFigures.number(apart, "largest"));
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
        return text + "\nNowhere more than 2 levels apart: " + answer(largest <= LEVELS);
    }

    private String probes() throws IOException {
        StringBuilder text = new StringBuilder("""
                A probe of MobileNet v2 (SAME padding), right answers in percent of all pictures of a set, each answered \
                by a probe that was fitted without it (five folds): trained and tested on Graft's pixels; the same heads on \
                torchvision's; trained, at the C that was chosen on Graft's, and tested on torchvision's.

                | pictures | number | Graft's | Graft's head, torchvision's pixels | torchvision's | difference of the two pipelines, points |
                | --- | --- | --- | --- | --- | --- |
                """);
        boolean near = true;
        for (ImageStudyData set : PROBED) {
            Map<String, Object> probe = runs.figures(
                    "probe " + set + " " + set.size() + " px out of fold",
                    () -> new PixelProbe(torchvision, options.number("perClass")).run(set));
            double all = DrawFigures.number(probe, "pictures") / 100;
            double graft = DrawFigures.number(probe, "graft") / all;
            double theirs = DrawFigures.number(probe, "torchvision") / all;
            near &= Math.abs(graft - theirs) <= POINTS;
            text.append(String.format(
                    Locale.ROOT,
                    "| %s, %d px | %s | %.2f | %.2f | %.2f | %+.2f |%n",
                    set.title(),
                    set.size(),
                    probe.get("pictures"),
                    graft,
                    DrawFigures.number(probe, "crossed") / all,
                    theirs,
                    graft - theirs));
        }
        return text + "\nThe two pipelines are within 0.3 points on each set: " + answer(near);
    }

    private static String answer(boolean holds) {
        return "**" + (holds ? "yes" : "no") + "**.\n\n";
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
}
