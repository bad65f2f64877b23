package dev.graft.bench.study;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.Folds;
import dev.graft.data.Image;
import dev.graft.data.ImageInput;
import dev.graft.data.InputChoice;
import dev.graft.data.Labels;
import dev.graft.data.PreparedSet;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.engine.Precision;
import dev.graft.image.Pixels;
import dev.graft.image.Preparation;
import dev.graft.model.OneLabel;
import dev.graft.train.ConvexHead;
import dev.graft.train.HeadProblem;
import dev.graft.train.LabelledRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A probe on Graft's pixels beside one on torchvision's, each picture answered by heads that were fitted without it, so
 * that a small set has enough answers for differences of tenths of a point.
 *
 * @param perClass pictures of each class, 0 for all
 */
record PixelProbe(TorchvisionPixels torchvision, int perClass) {
    private static final int FOLDS = 5;
    private static final long SEED = 42;

    /** Right answers of each way. */
    Map<String, Object> run(ImageStudyData set) throws IOException {
        Dataset<Image> all = ImageStudyData.first(set.all(), perClass);
        StudyNetwork network = StudyNetwork.ofImageNet().get(0);
        try (Backbone body = network.open(InputChoice.DEFAULTS.size(set.size()), all)) {
            Preparation prepared = ((ImageInput) body.input()).preparation();
            Backbone squares = body.input(ImageInput.of(new Preparation(
                    prepared.size(),
                    prepared.size(),
                    prepared.interpolation(),
                    prepared.mean(),
                    prepared.deviation())));
            HeadProblem problem = HeadProblem.of(new OneLabel(Labels.of(all)));
            return outOfFold(problem, rows(body, all), rows(squares, squares(set, all, prepared)));
        }
    }

    private static Map<String, Object> outOfFold(HeadProblem problem, LabelledRows ours, LabelledRows theirs) {
        int[] partOf = Folds.parts(ours.targets(), ours.twins(), FOLDS, SEED);
        int graft = 0;
        int crossed = 0;
        int torchvision = 0;
        for (int part = 0; part < FOLDS; part++) {
            int fold = part;
            int[] kept = places(partOf, other -> other != fold);
            int[] held = places(partOf, other -> other == fold);
            ConvexHead.Solved head = new ConvexHead(0).solve(problem, ours.at(kept), SEED);
            ConvexHead.Solved theirHead = new ConvexHead(head.strength()).solve(problem, theirs.at(kept), SEED);
            graft += right(problem, head, ours.at(held));
            crossed += right(problem, head, theirs.at(held));
            torchvision += right(problem, theirHead, theirs.at(held));
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("pictures", ours.size());
        figures.put("graft", graft);
        figures.put("crossed", crossed);
        figures.put("torchvision", torchvision);
        return figures;
    }

    private static int[] places(int[] partOf, IntPredicate wanted) {
        return IntStream.range(0, partOf.length)
                .filter(i -> wanted.test(partOf[i]))
                .toArray();
    }

    private static int right(HeadProblem problem, ConvexHead.Solved head, LabelledRows asked) {
        double share = ProbeDraws.accuracy(
                (OneLabel) problem.task(), problem.answers(head.fit(), asked.rows()), asked.targets());
        return (int) Math.round(share * asked.size());
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
