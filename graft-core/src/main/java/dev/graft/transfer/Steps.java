package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.train.Averaging;
import dev.graft.train.Finish;
import dev.graft.train.GradientSteps;
import dev.graft.train.Length;
import dev.graft.train.Optimizer;
import dev.graft.train.Phase;
import dev.graft.train.Rates;
import dev.graft.train.Schedule;
import dev.graft.train.Trains;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all strategies that train by steps have in common.
 *
 * @param rate highest learning rate, above 0
 * @param epochs passes over the training part, at least 1
 * @param batchSize examples per step, at least 1
 * @param optimizer {@code adamw}, {@code adam}, {@code sgd} or {@code rmsprop}
 * @param weightDecay of matrices, at least 0
 * @param schedule {@code linear}, {@code cosine}, {@code onecycle}, {@code slanted} or {@code constant}
 * @param warmup share of the steps over which rates rise, in [0, 1)
 * @param clip length to which gradients are shortened; 0 for never
 * @param accumulate pieces that a batch is worked through in
 * @param patience epochs of a worse validation than the best after which training ends
 * @param headRate factor of the head's rate over the body's, above 0
 * @param headDropout share of the features dropped before the head, in [0, 1)
 * @param leastSteps that are made at least, by more epochs where the data are few; 0 for the epochs as they are.
 *     Setting {@code epochs} sets it to 0. Source: Mosbach, Andriushchenko and Klakow, "On the Stability of Fine-tuning
 *     BERT", ICLR 2021, section 5: on small data it is too few steps that makes fine-tuning fail
 * @param averaging of the weights over the steps
 */
public record Steps(
        double rate,
        int epochs,
        int batchSize,
        String optimizer,
        double weightDecay,
        String schedule,
        double warmup,
        double clip,
        int accumulate,
        int patience,
        double headRate,
        double headDropout,
        int leastSteps,
        Averaging averaging) {
    /** BERT's own recipe for fine-tuning, and a head fifty times as fast, as it begins at random. Source: Devlin et al. 2019, appendix A.3. */
    public static final Steps DEFAULTS =
            new Steps(5e-5, 3, 32, "adamw", 0.01, "linear", 0.1, 1, 1, 3, 50, 0.1).least(100);

    /**
     * For networks for pictures: they see each picture changed in every epoch, and want more of them. Sources: Kornblith
     * et al., "Do Better ImageNet Models Transfer Better?", CVPR 2019, section A.4, for cosine decay; AutoGluon's
     * multimodal predictor for AdamW at 1e-4. At 5e-4 photos of what a network knows already are answered worse.
     */
    public static final Steps PICTURES =
            new Steps(1e-4, 12, 32, "adamw", 0.01, "cosine", 0.1, 1, 1, 5, 50, 0.1).least(100);

    public Steps {
        averaging = averaging == null ? Averaging.NONE : averaging; // written by a version that had none here
        Check.positive("rate", rate);
        Check.atLeast("epochs", epochs, 1);
        Check.atLeast("batchSize", batchSize, 1);
        Optimizer.named(optimizer, weightDecay);
        Schedule.named(schedule, warmup);
        Check.notNegative("clip", clip);
        Check.atLeast("accumulate", accumulate, 1);
        Check.atLeast("patience", patience, 1);
        Check.positive("headRate", headRate);
        Check.share("headDropout", headDropout);
        Check.atLeast("leastSteps", leastSteps, 0);
    }

    /** Without an average, and with as many epochs as are said, however few the data are. */
    public Steps(
            double rate,
            int epochs,
            int batchSize,
            String optimizer,
            double weightDecay,
            String schedule,
            double warmup,
            double clip,
            int accumulate,
            int patience,
            double headRate,
            double headDropout) {
        this(
                rate,
                epochs,
                batchSize,
                optimizer,
                weightDecay,
                schedule,
                warmup,
                clip,
                accumulate,
                patience,
                headRate,
                headDropout,
                0,
                Averaging.NONE);
    }

    /** Passes over so many examples: {@code epochs}, or as many as {@code leastSteps} wants. */
    int epochs(int examples) {
        int batches = batches(examples);
        return Math.max(epochs, (leastSteps + batches - 1) / batches);
    }

    private int batches(int examples) {
        return Math.max(1, (examples + batchSize - 1) / batchSize);
    }

    /** Steps that so many examples are trained on for. @param held of these that are held back to judge by */
    long of(int examples, int held) {
        return (long) epochs(examples) * batches(examples - held);
    }

    /** A phase at these settings, of as many epochs as such data want. */
    Phase phase(Trains trains, Map<String, Double> peaks, boolean fixedNorms, Facts data) {
        return phase(trains, peaks, fixedNorms).lasting(new Length(epochs(data.examples())));
    }

    /** Rate of each part: the head's by its factor, and each stage's over that of the part above by the decay. */
    Map<String, Double> peaks(Stages stages, List<String> parts, double decay) {
        Map<String, Double> peaks = new LinkedHashMap<>();
        parts.forEach(part -> peaks.put(
                part, rate * Math.pow(decay, stages.depth(part)) * (Stages.HEAD.equals(part) ? headRate : 1)));
        return peaks;
    }

    /** The same with another decay of matrices. */
    Steps weightDecay(double decay) {
        return changed(decay, leastSteps, averaging);
    }

    /** The same, of at least so many steps. */
    public Steps least(int steps) {
        return changed(weightDecay, steps, averaging);
    }

    /** The same with another average. */
    public Steps averaging(Averaging other) {
        return changed(weightDecay, leastSteps, other);
    }

    private Steps changed(double decay, int least, Averaging mean) {
        return new Steps(
                rate,
                epochs,
                batchSize,
                optimizer,
                decay,
                schedule,
                warmup,
                clip,
                accumulate,
                patience,
                headRate,
                headDropout,
                least,
                mean);
    }

    /** The weights of the best epoch, or averages by then. */
    Finish finish() {
        return Finish.BEST.averaging(averaging);
    }

    /** A phase at these settings. @param peaks rate of each part that trains */
    Phase phase(Trains trains, Map<String, Double> peaks) {
        return phase(trains, peaks, false);
    }

    /** @param fixedNorms as {@link GradientSteps} has it */
    Phase phase(Trains trains, Map<String, Double> peaks, boolean fixedNorms) {
        return new Phase(
                trains,
                new Length(epochs),
                new Rates(peaks, Schedule.named(schedule, warmup)),
                new GradientSteps(
                        Optimizer.named(optimizer, weightDecay), batchSize, accumulate, clip, patience, fixedNorms),
                List.of());
    }
}
