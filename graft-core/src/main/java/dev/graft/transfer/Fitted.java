package dev.graft.transfer;

import dev.graft.model.Model;
import dev.graft.train.Judged;
import dev.graft.train.Length;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model and how it came about.
 *
 * @param trainableParameters numbers that the strategy changed
 * @param parameters numbers of the whole model
 * @param cacheHits frozen features that were known already
 * @param found what solvers chose, as {@code strength} or {@code bestEpoch}
 * @param curve what each epoch ended with, where training went by steps
 * @param lengths of the phases as they were in the end: shorter than planned where a deadline came first
 * @param cut training inputs that lost a part because they were too long
 * @param validation examples held back to judge epochs by
 * @param seconds of the run, opening the network included
 */
public record Fitted(
        Model model,
        long trainableParameters,
        long parameters,
        int cacheHits,
        Map<String, Object> found,
        List<Judged> curve,
        List<Length> lengths,
        int cut,
        int validation,
        double seconds) {
    /** The same with more to tell of how it came about; the model's provenance tells it too. */
    Fitted telling(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(found);
        all.putAll(more);
        Model told = new Model(
                model.body(),
                model.outputs(),
                model.adapters(),
                model.precision(),
                model.provenance().telling(more));
        return new Fitted(
                told, trainableParameters, parameters, cacheHits, all, curve, lengths, cut, validation, seconds);
    }

    /** The same where something was chosen by so many examples held back. */
    Fitted validatedBy(int examples) {
        return new Fitted(
                model, trainableParameters, parameters, cacheHits, found, curve, lengths, cut, examples, seconds);
    }
}
