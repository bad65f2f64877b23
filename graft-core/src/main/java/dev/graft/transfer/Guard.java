package dev.graft.transfer;

import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Folds;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.evaluate.CrossValidation;
import dev.graft.evaluate.Spread;
import dev.graft.metric.LogLoss;
import dev.graft.train.Deadline;
import dev.graft.train.DivergedException;
import dev.graft.train.Judge;
import dev.graft.train.Length;
import dev.graft.train.Progress;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * Keeps a fine-tuning that began with a probe only where it is better than that probe; else the probe is what comes
 * out. The validation part decides, or folds inside the training part, where there is none or one that is too small to
 * tell ({@link Judge#tells}). Where there is none, of short texts, tuning on pairs ({@link Contrastive}) stands in the
 * place of a fine-tuning that has its usual settings: with some tens of labels it is ahead of it in less time (Tunstall
 * et al. 2022, table 2).
 *
 * @param folds parts of a small training part, at least 2: each costs one more fine-tuning
 * @param thorough whether, unless a budget was given, few short texts are tuned on pairs, and a validation part that is
 *     too small to tell gives way to folds; else it must do
 */
public record Guard(int folds, boolean thorough) implements Procedure {
    public static final Guard DEFAULTS = new Guard(3, true);

    /** What users call it. */
    public static final String NAME = "auto";

    /** Name under which a model's provenance tells what was decided, in a sentence. */
    public static final String SAID = "guard";

    private static final String LOG_LOSS = new LogLoss().name();
    private static final String LATE = "no time was left for fine-tuning";

    /** Of all texts together: each passes through the network some eighty times, in three folds and once more. */
    private static final int LETTERS = 20_000;

    public Guard {
        Check.atLeast("folds", folds, 2);
    }

    @Override
    public Fitted fit(Transfer transfer, Dataset<?> train, Optional<Dataset<?>> valid, long seed) throws IOException {
        if (!(transfer.strategy() instanceof ProbeFineTune tuning)) {
            throw new BadArgument("a guard compares fine-tuning with the probe that it began with, and "
                    + transfer.strategy().name() + " begins with none; choose probe-finetune");
        }
        boolean few = few(train.size(), valid);
        boolean timed = transfer.run().deadline() != Deadline.NEVER
                || !transfer.run().lengths().isEmpty();
        boolean unhurried = thorough && !timed;
        boolean pairs = few && unhurried && asUsual(tuning) && shortTexts(train);
        Strategy tuned = pairs ? Contrastive.DEFAULTS : tuning;
        IntToLongFunction steps = pairs
                ? examples -> Contrastive.DEFAULTS.stepsOf(examples)
                : examples -> steps(transfer.run(), tuning.steps(), examples, Fitting.heldBack(examples, valid));
        boolean told = valid.isPresent() || Judge.tells(Fitting.judged(train.size(), valid));
        boolean folded = few || unhurried && !told;
        Case one =
                new Case(announcing(transfer, tuned, steps, train.size(), folded), tuning, tuned, train, valid, seed);
        return folded ? one.byFolds(folds) : one.byValidation();
    }

    @Override
    public int trainings(int examples, Optional<Dataset<?>> valid) {
        return few(examples, valid) ? folds + 1 : 1;
    }

    /** What was decided is carried out, without folds. */
    @Override
    public int trainingsAgain(int examples, Optional<Dataset<?>> valid) {
        return 1;
    }

    /** What a budget has room for is found out with the strategy that the recipe names. */
    @Override
    public Guard timed() {
        return new Guard(folds, false);
    }

    /** A probe is trained by itself where fine-tuning did not help; among folds that is one of the trainings. */
    @Override
    public double after(Rehearsed times, int examples, Optional<Dataset<?>> valid) {
        return few(examples, valid)
                ? 0
                : times.opening() + times.phases().phases().get(0).setup();
    }

    @Override
    public Optional<String> said(Fitted fitted) {
        Optional<String> said = Optional.ofNullable((String) fitted.found().get(SAID));
        return fitted.found().get("mix") instanceof Double share && share < 1
                ? said.map(text -> text
                        + String.format(
                                Locale.ROOT, "; the weights are %.0f %% of the way from the probe", 100 * share))
                : said;
    }

    /** What was decided is not decided anew. */
    @Override
    public Settled settled(Strategy strategy, Fitted fitted) {
        ProbeFineTune tuning = (ProbeFineTune) strategy;
        Object carriedOut = fitted.model().provenance().strategy().get("name");
        return new Settled(chosen(tuning, String.valueOf(carriedOut)), Optional.empty());
    }

    /** The candidate of a name; else the probe. */
    private static Strategy chosen(ProbeFineTune tuning, String name) {
        Strategy onPairs = Contrastive.DEFAULTS;
        return name.equals(tuning.name()) ? tuning : name.equals(onPairs.name()) ? onPairs : tuning.probe();
    }

    /** What somebody set is tried as it was set. */
    private static boolean asUsual(ProbeFineTune tuning) {
        return tuning.equals(ProbeFineTune.DEFAULTS) || tuning.equals(ProbeFineTune.DEFAULTS.mixed());
    }

    private static boolean shortTexts(Dataset<?> data) throws IOException {
        long letters = 0;
        for (int i = 0; i < data.size(); i++) {
            if (!(data.get(i).input() instanceof Text text) || !(data.target(i) instanceof Target.Label)) {
                return false;
            }
            letters += text.first().length() + text.second().map(String::length).orElse(0);
        }
        return letters <= LETTERS;
    }

    private static boolean few(int examples, Optional<Dataset<?>> valid) {
        return valid.isEmpty() && examples < Fitting.VALIDATION_FROM;
    }

    /** @param steps that so many examples are tuned for */
    private Transfer announcing(
            Transfer transfer, Strategy tuned, IntToLongFunction steps, int examples, boolean folded) {
        Transfer.Run run = transfer.run();
        long judging = folded ? folds * steps.applyAsLong(examples - examples / folds) : 0;
        long last = steps.applyAsLong(examples);
        String work = Ruling.work(tuned.name());
        String text = String.format(Locale.ROOT, "a probe, then some %,d steps of %s", folded ? judging : last, work);
        text += folded
                ? String.format(
                        Locale.ROOT,
                        " in %d folds; what is best is made of all examples, %s in %,d steps more",
                        folds,
                        work,
                        last)
                : ", kept only if better";
        return transfer.run(run.told(
                new Expected(run.progress(), text + "; --strategy probe is faster", judging + last, System::nanoTime)));
    }

    /** Of one training: what a budget has room for, or what the strategy wants. */
    private static long steps(Transfer.Run run, Steps steps, int examples, int held) {
        return run.lengths().isEmpty()
                ? steps.of(examples, held)
                : run.lengths().stream().mapToLong(Length::steps).sum();
    }

    /** What is decided on. */
    private record Case(
            Transfer transfer,
            ProbeFineTune tuning,
            Strategy tuned,
            Dataset<?> train,
            Optional<Dataset<?>> valid,
            long seed) {
        Fitted byValidation() throws IOException {
            Fitted fitted;
            try {
                fitted = transfer.fit(train, valid, seed);
            } catch (DivergedException e) {
                return probe(Ruling.back(Ruling.diverged(tuning.name())), 0);
            }
            if (!fitted.found().containsKey("probeValidation")) { // no time was left, so this is the probe
                return fitted.telling(Ruling.back(LATE).found());
            }
            Ruling ruling = ruling(fitted);
            if (ruling.kept()) {
                return fitted.telling(ruling.found());
            }
            fitted.model().close();
            return probe(ruling, fitted.validation());
        }

        private String metric() throws IOException {
            return transfer.task().of(train, Facts.of(train)).metrics().get(0).name();
        }

        private Ruling ruling(Fitted fitted) throws IOException {
            double probe = (double) fitted.found().get("probeValidation");
            return fitted.found().get("validation") instanceof Double value
                    ? Ruling.of(
                            metric(),
                            new Ruling.Candidate(tuning.probe().name(), probe, Double.NaN),
                            new Ruling.Candidate(tuning.name(), value, Double.NaN),
                            fitted.validation(),
                            "examples held back")
                    : Ruling.back("fine-tuning answers with what is no number");
        }

        Fitted byFolds(int folds) throws IOException {
            Optional<Ruling> before = Ruling.read(transfer.run());
            Ruling ruling = before.isPresent() ? before.get() : judged(folds);
            ruling.write(transfer.run());
            Strategy chosen = chosen(tuning, ruling.chosen());
            if (chosen.equals(tuning.probe())) {
                return probe(ruling, 0);
            }
            Transfer one = chosen.equals(tuning)
                    ? transfer
                    : transfer.by(chosen).run(transfer.run().unmeasured());
            try {
                return one.fit(train, valid, seed).telling(ruling.found());
            } catch (DivergedException e) {
                return probe(Ruling.back(Ruling.diverged(chosen.name()) + " on all examples"), 0);
            }
        }

        private Ruling judged(int folds) throws IOException {
            Deadline end = transfer.run().deadline().share(folds, folds + 1); // the last fit has as much as a fold
            try {
                Ruling.Candidate probe = candidate(tuning.probe(), folds, end);
                if (probe.value() == 1) { // no value of a main metric is higher
                    return Ruling.alone("it makes no mistake in " + folds + " folds");
                }
                Ruling.Candidate other = unlessDiverged(tuned, folds, end);
                if (other.value() == probe.value() && end.over()) { // by then the folds' heads are the probe's own
                    return Ruling.back(LATE);
                }
                return Ruling.of(metric(), probe, other, train.size(), "examples in " + folds + " folds");
            } catch (BadInput | BadArgument e) { // what is wrong with the data themselves, the probe will say
                return Ruling.back("the examples are too few to judge " + Ruling.work(tuned.name()) + " by");
            }
        }

        private Ruling.Candidate unlessDiverged(Strategy strategy, int folds, Deadline end) throws IOException {
            try {
                return candidate(strategy, folds, end);
            } catch (DivergedException e) {
                return new Ruling.Candidate(strategy.name(), Double.NaN, Double.NaN);
            }
        }

        /** By cross-validation, of the same folds for every strategy. */
        private Ruling.Candidate candidate(Strategy strategy, int folds, Deadline end) throws IOException {
            Progress told = new Titled(transfer.run().progress(), "judging " + strategy.name());
            Transfer.Run all = transfer.run().part("judging-" + strategy.name()).told(told);
            Transfer.Run run = all.lasting(all.lengths(), end);
            Transfer one = transfer.by(strategy).run(strategy.equals(tuning) ? run : run.unmeasured());
            CrossValidation judged = CrossValidate.folds(one, train, new Folds(folds, 1), seed);
            Spread logLoss = judged.metrics().get(LOG_LOSS);
            return new Ruling.Candidate(
                    strategy.name(),
                    judged.metrics().values().iterator().next().mean(),
                    logLoss == null ? Double.NaN : logLoss.mean());
        }

        /** On all there is, as the probe by itself. @param judged examples that the ruling rests on */
        private Fitted probe(Ruling ruling, int judged) throws IOException {
            Transfer one = transfer.by(tuning.probe())
                    .run(transfer.run().withoutCheckpoints().unmeasured());
            return one.fit(train, Optional.empty(), seed).validatedBy(judged).telling(ruling.found());
        }
    }
}
