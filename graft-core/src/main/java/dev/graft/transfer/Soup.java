package dev.graft.transfer;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.Split;
import dev.graft.model.Model;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One model whose weights are the mean of several runs' that began alike and went on by different seeds. It costs no
 * more to ask than one of them. Where pictures are varied before a frozen network, each run solves its first head on
 * variations of its own.
 *
 * <p>Source: Wortsman et al., "Model Soups", ICML 2022, section 2 and recipe 1.
 *
 * @param runs trainings, at least 2
 * @param greedy whether a run is taken in only where the validation part does not suffer, the best first; else all are
 */
public record Soup(int runs, boolean greedy) implements Procedure {
    private static final String CHOSEN = "soup";

    public Soup {
        Check.atLeast("runs", runs, 2);
    }

    @Override
    public Fitted fit(Transfer transfer, Dataset<?> train, Optional<Dataset<?>> valid, long seed) throws IOException {
        if (!(transfer.strategy() instanceof ProbeFineTune)) {
            throw new BadArgument("the runs of a soup must begin with the same weights, and the head of "
                    + transfer.strategy().name() + " begins at random; choose probe-finetune");
        }
        if (valid.isEmpty() && train.size() >= Fitting.VALIDATION_FROM) {
            Split<?> split = Fitting.held(train, seed); // the same for all
            return cooked(transfer, split.train(), Optional.of(split.test()), seed);
        }
        return cooked(transfer, train, valid, seed);
    }

    @Override
    public int trainings(int examples, Optional<Dataset<?>> valid) {
        return runs;
    }

    /** Mixtures are judged when all runs are over. */
    @Override
    public double after(Rehearsed times, int examples, Optional<Dataset<?>> valid) {
        return (greedy ? runs : 1) * Fitting.judged(examples, valid) * times.example();
    }

    private Fitted cooked(Transfer transfer, Dataset<?> train, Optional<Dataset<?>> valid, long seed)
            throws IOException {
        Check.that(
                !greedy || valid.isPresent(),
                "a greedy soup is chosen by a validation part, and " + train.size()
                        + " examples are too few for one; give --valid, or average all of them (--soup uniform-N)");
        List<Fitted> fits = new ArrayList<>();
        try {
            Transfer.Run whole = transfer.run();
            Transfer alike =
                    transfer.run(whole.lasting(whole.lengths(), whole.deadline().share(1, runs)));
            for (int run = 0; run < runs; run++) {
                fits.add(alike.run(alike.run().part("run-" + run)).fit(train, valid, seed + run));
                alike = transfer.by(transfer.strategy()
                                .with(
                                        "strength",
                                        String.valueOf(fits.get(0).found().get("strength"))))
                        .run(whole.lasting(fits.get(0).lengths(), whole.deadline()));
            }
            return joined(fits, valid);
        } catch (IOException | RuntimeException e) {
            fits.forEach(fit -> fit.model().close());
            throw e;
        }
    }

    @Override
    public Optional<String> said(Fitted fitted) {
        if (!(fitted.found().get(CHOSEN) instanceof List<?> chosen)) {
            return Optional.empty();
        }
        String members = chosen.stream()
                .map(run -> (int) run + 1)
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        String mean = chosen.size() == 1 ? "are those of run " : "are the mean of runs ";
        return Optional.of("the weights "
                + (chosen.size() == runs
                        ? "are the mean of all " + runs + " runs"
                        : mean + members + " of " + runs + ": with any other the validation part came out worse"));
    }

    /** The first run's model gets the mean weights; the others are freed. */
    private Fitted joined(List<Fitted> fits, Optional<Dataset<?>> valid) throws IOException {
        Map<String, Object> found = new LinkedHashMap<>();
        Model into = fits.get(0).model();
        try (Ladle ladle = new Ladle(fits.stream().map(Fitted::model).toList())) {
            List<Integer> chosen = IntStream.range(0, runs).boxed().toList();
            if (valid.isPresent()) {
                Validation validation = Validation.of(into.body(), valid.get());
                double[] alone = fits.stream()
                        .mapToDouble(fit -> (double) fit.found().getOrDefault("validation", Double.NEGATIVE_INFINITY))
                        .toArray();
                ToDoubleFunction<List<Integer>> judge = members -> {
                    ladle.pour(members);
                    return validation.of(into);
                };
                chosen = greedy ? greedy(alone, judge) : chosen;
                found.put("validation", judge.applyAsDouble(chosen));
                found.put("runValidations", Arrays.stream(alone).boxed().toList());
            } else {
                ladle.pour(chosen);
            }
            found.put(CHOSEN, chosen);
        }
        fits.subList(1, runs).forEach(fit -> fit.model().close());
        return fits.get(0).telling(found);
    }

    /**
     * Which runs are taken in, in the order of taking.
     *
     * @param alone the validation of each run by itself
     * @param judge the validation of the mean of some
     */
    static List<Integer> greedy(double[] alone, ToDoubleFunction<List<Integer>> judge) {
        List<Integer> order = IntStream.range(0, alone.length)
                .boxed()
                .sorted(Comparator.comparingDouble(run -> -alone[run]))
                .toList();
        List<Integer> chosen = List.of(order.get(0));
        double best = alone[order.get(0)];
        for (int run : order.subList(1, order.size())) {
            List<Integer> more = new ArrayList<>(chosen);
            more.add(run);
            double value = judge.applyAsDouble(more);
            if (value >= best) {
                chosen = List.copyOf(more);
                best = value;
            }
        }
        return chosen;
    }
}
