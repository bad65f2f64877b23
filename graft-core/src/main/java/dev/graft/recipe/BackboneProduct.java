package dev.graft.recipe;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneFolder;
import dev.graft.backbone.Features;
import dev.graft.backbone.PretrainedFolder;
import dev.graft.backbone.PretrainedFolder.Classifier;
import dev.graft.backbone.VisionBackbone;
import dev.graft.base.BadArgument;
import dev.graft.data.Dataset;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.metric.Interval;
import dev.graft.model.Model;
import dev.graft.model.OneLabel;
import dev.graft.nn.Linear;
import dev.graft.train.Judged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A network for others to begin with, as {@code --backbone FOLDER} takes it.
 *
 * @param half whether its weights are stored in 16 bits
 * @param licence that they are given under, empty where that is left open
 */
public record BackboneProduct(boolean half, String licence) implements Product {
    /** How it came about. */
    static final String RECORD = "graft-pretrain.json";

    private static final int COMPARED = 16;
    /** Features read back from 32 and from 16 bits may be off by such a share of the largest. */
    private static final double SAME = 1e-6;

    private static final double NEAR = 0.02;

    @Override
    public String name() {
        return "backbone of this command";
    }

    @Override
    public boolean isAt(Path folder) {
        return Files.isRegularFile(folder.resolve(RECORD));
    }

    @Override
    public List<String> save(Model model, TrainResult result, Dataset<?> trained, Dataset<?> sample, Hub hub)
            throws IOException {
        if (!(model.body() instanceof VisionBackbone body) || !(model.task() instanceof OneLabel)) {
            throw new BadArgument("a backbone is made of pictures with one label each");
        }
        Linear top = model.output().head().output();
        Classifier classifier =
                new Classifier(top.weight(), top.bias(), model.task().classes());
        Map<String, byte[]> files = Map.of(RECORD, record(model, result));
        boolean whole = PretrainedFolder.write(body, classifier, half, licence, files, result.bundle());
        compare(body, sample, result.bundle());
        return whole
                ? List.of()
                : List.of("the classifier that was trained is not among the weights, as that of " + body.architecture()
                        + " has another form; the backbone is whole");
    }

    /** What is the same in two equal runs. */
    private static byte[] record(Model model, TrainResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        Interval interval = result.evaluation().interval(result.evaluation().main());
        json.put("recipe", result.recipe().withoutPaths());
        json.put("seed", result.recipe().seed());
        json.put("precision", model.provenance().strategy().get("precision"));
        json.put("threads", model.provenance().threads());
        json.put("dataSha256", model.provenance().dataSha256());
        json.put("trainExamples", result.trained());
        json.put("validationExamples", result.validation());
        json.put("testExamples", result.evaluation().examples());
        json.put("classes", result.facts().classes());
        json.put("accuracy", result.evaluation().value(result.evaluation().main()));
        json.put("accuracyInterval", List.of(interval.low(), interval.high()));
        json.put("found", result.fitted().found());
        json.put("curve", curve(result));
        json.put("notes", result.notes());
        return Recipe.written(json);
    }

    /** A point for each epoch; without validation where no examples were held back. */
    public static List<Map<String, Object>> curve(TrainResult result) {
        return result.fitted().curve().stream().map(BackboneProduct::point).toList();
    }

    private static Map<String, Object> point(Judged epoch) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("epoch", epoch.epoch());
        point.put("loss", epoch.loss());
        if (!Double.isNaN(epoch.validation())) {
            point.put("validation", epoch.validation());
        }
        return point;
    }

    /** What is read back must be what was trained, as far as its numbers were kept. */
    private void compare(VisionBackbone body, Dataset<?> sample, Path out) throws IOException {
        PreparedSet some = PreparedSet.of(body.input(), sample)
                .subset(IntStream.range(0, Math.min(COMPARED, sample.size())).toArray());
        try (Backbone saved = BackboneFolder.open(out)) {
            float[][] wanted = features(body, some);
            float[][] given = features(saved, some);
            double largest = 0;
            double apart = 0;
            for (int i = 0; i < wanted.length; i++) {
                for (int j = 0; j < wanted[i].length; j++) {
                    largest = Math.max(largest, Math.abs(wanted[i][j]));
                    apart = Math.max(apart, Math.abs(wanted[i][j] - given[i][j]));
                }
            }
            if (!(apart <= (half ? NEAR : SAME) * Math.max(largest, 1))) {
                throw new IOException(
                        "the backbone read back from " + out + " gives other features than the one" + " trained, by "
                                + apart + " of " + largest + "; this is a fault of Graft's, please report it");
            }
        }
    }

    private static float[][] features(Backbone body, PreparedSet inputs) throws IOException {
        return Features.of(body, inputs, body.stages().count(), Precision.FP32, Features.Keep.NOTHING, done -> {})
                .rows();
    }
}
