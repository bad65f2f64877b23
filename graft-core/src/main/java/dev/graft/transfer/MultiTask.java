package dev.graft.transfer;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.model.Model;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Takes a pretrained network to several tasks at once: one body, and a head for each dataset. Each step learns from a
 * batch of one of them. Source: Liu et al., "Multi-Task Deep Neural Networks", ACL 2019, algorithm 1, for a step of one
 * task; Raffel et al., JMLR 2020, section 3.5.2, for shares of the steps.
 *
 * <pre>{@code
 * Map<String, Dataset<Text>> data = new LinkedHashMap<>(); // the first is the main one
 * data.put("intent", intents);
 * data.put("mood", moods);
 * Model both = MultiTask.by(Transfer.from("all-minilm-l6-v2").by(FineTune.DEFAULTS)).fit(data, 42);
 * both.answering("mood").predict(Text.of("what a day"));
 * }</pre>
 *
 * @param transfer from which network, and how; any strategy that trains by steps or solves linear heads
 * @param power of a dataset's size that its share of the steps is in proportion to, in [0, 1]: 1 shows each example
 *     equally often, 0 each dataset
 * @param weights of the datasets' losses by name, 1 where none is said
 * @param uncertainty whether the losses are also weighed by how sure the answers are, which is learned
 */
public record MultiTask(Transfer transfer, double power, Map<String, Double> weights, boolean uncertainty) {
    /** Raffel et al.'s temperature of 2. */
    private static final double USUAL_POWER = 0.5;

    public MultiTask {
        if (!(power >= 0 && power <= 1)) {
            throw new BadArgument("power must be in [0, 1], was " + power);
        }
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    public static MultiTask by(Transfer transfer) {
        return new MultiTask(transfer, USUAL_POWER, Map.of(), false);
    }

    /** How many examples judge the epochs of one dataset, where epochs are judged. @param valid as {@link #fit} has it */
    public static int judging(int examples, Optional<Dataset<?>> valid) {
        return Fitting.judged(examples, valid);
    }

    public MultiTask power(double other) {
        return new MultiTask(transfer, other, weights, uncertainty);
    }

    public MultiTask weights(Map<String, Double> others) {
        return new MultiTask(transfer, power, others, uncertainty);
    }

    public MultiTask uncertainty(boolean on) {
        return new MultiTask(transfer, power, weights, on);
    }

    /**
     * Trains a model whose outputs have the datasets' names. Where the strategy ends with the best epoch, a tenth of
     * each dataset of 200 examples or more is held back, and epochs are judged by the mean of the tasks' main metrics.
     *
     * @param data by the name of the output, in an order that is the same in every run; the first is the main one
     */
    public Model fit(Map<String, ? extends Dataset<?>> data, long seed) throws IOException {
        return fit(data, Map.of(), seed).model();
    }

    /** @param valid what epochs are judged by, for the outputs where that is not to be held back of their data */
    public Fitted fit(Map<String, ? extends Dataset<?>> data, Map<String, ? extends Dataset<?>> valid, long seed)
            throws IOException {
        return fitting(data, valid, seed).run();
    }

    /**
     * Tries out on a few examples what {@link #fit} would take on all, as {@link Transfer#rehearse} does of one task.
     *
     * @param limit seconds that it may take, as far as it can be helped
     * @param clock counts nanoseconds
     */
    public Rehearsed rehearse(
            Map<String, ? extends Dataset<?>> data,
            Map<String, ? extends Dataset<?>> valid,
            long seed,
            double limit,
            LongSupplier clock)
            throws IOException {
        return fitting(data, valid, seed).rehearse(limit, clock);
    }

    private MultiFitting fitting(
            Map<String, ? extends Dataset<?>> data, Map<String, ? extends Dataset<?>> valid, long seed) {
        Check.that(data.size() > 1, "several tasks want several datasets, were " + data.keySet());
        data.keySet()
                .forEach(name -> Check.that(
                        name.matches("[A-Za-z0-9_-]+"),
                        "the name of an output is made of letters, digits, _ and -, was '" + name + "'"));
        weights.keySet().stream().filter(name -> !data.containsKey(name)).forEach(name -> {
            throw Check.unknown("output in the weights", name, data.keySet());
        });
        return new MultiFitting(this, data, valid, seed);
    }
}
