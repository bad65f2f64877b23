package dev.graft.transfer;

import dev.graft.backbone.Backbone;
import dev.graft.data.Dataset;
import dev.graft.data.ImageInput;
import dev.graft.data.InputChoice;
import dev.graft.engine.Precision;
import dev.graft.model.Model;
import dev.graft.model.Provenance;
import dev.graft.train.Deadline;
import dev.graft.train.Fit;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The size of pictures at which a network that has learned from crops answers best: a crop shows things larger than a
 * whole picture of the same size does, so that whole pictures are better read somewhat larger. Source: Touvron et al.,
 * "Fixing the train-test resolution discrepancy", NeurIPS 2019, section 3.
 *
 * @param body that reads pictures of that size
 * @param found what is told of it
 */
record AnsweringSize(Backbone body, Map<String, Object> found) {
    /** Of the size of training: at half as much again things are larger than in any crop but the smallest. */
    private static final double[] TRIED = {1.125, 1.25, 1.375, 1.5};

    /**
     * Looks for it on examples that were held back. The smaller of two that are as good.
     *
     * @return empty where the network did not learn from crops, or reads pictures of one size alone, or where there is
     *     no time left
     */
    static Optional<AnsweringSize> of(Fit fit, Dataset<?> valid) throws IOException {
        Backbone body = fit.body();
        if (!body.anySize()
                || !(body.input() instanceof ImageInput input)
                || !input.augmentation().crops()
                || fit.settings().deadline().over()) {
            return Optional.empty();
        }
        Deadline deadline = fit.settings().deadline();
        double before = deadline.left();
        int size = input.preparation().size();
        double own = value(fit, body, valid);
        double took = before - deadline.left();
        Backbone best = body;
        int bestSize = size;
        double bestValue = own;
        for (double times : TRIED) {
            if (deadline.left() < took * times * times) {
                break;
            }
            int tried = (int) Math.round(times * size);
            Backbone reading =
                    body.input(input.with(InputChoice.DEFAULTS.size(tried).form(input.form())));
            double value = value(fit, reading, valid);
            if (value > bestValue) {
                best = reading;
                bestSize = tried;
                bestValue = value;
            }
        }
        Map<String, Object> found = new LinkedHashMap<>();
        found.put("answeringSize", bestSize);
        found.put("answeringValidation", bestValue);
        fit.settings()
                .progress()
                .note(String.format(
                        Locale.ROOT,
                        "answers best on pictures of %d pixels: validation %.4f, at the %d of training %.4f",
                        bestSize,
                        bestValue,
                        size,
                        own));
        return Optional.of(new AnsweringSize(best, found));
    }

    private static double value(Fit fit, Backbone body, Dataset<?> valid) throws IOException {
        Model now = Model.of(body, fit.task(), fit.head(), Precision.FP32, Provenance.UNKNOWN)
                .with(fit.adapter());
        return Validation.of(body, valid).of(now);
    }
}
