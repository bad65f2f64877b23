package dev.graft.train;

import dev.graft.engine.Engine;
import dev.graft.engine.FusedSteps;
import dev.graft.engine.Parallel;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The one training loop: a phase of gradient steps at work. */
final class SteppedPhase implements AutoCloseable {
    private static final double RUNNING = 0.98;
    private static final int NAMED = 8; // examples of a batch

    /** Steps between two savings at least: with few examples an epoch is a step or two, and saving takes longer. */
    static final int SAVED_AFTER = 10;

    private final Fit fit;
    private final Phase phase;
    private final int index;
    private final GradientSteps how;
    private final Finish finish;
    private final Learned learned;
    private final Map<String, Tensor> start = new LinkedHashMap<>(); // of this phase, to be mixed with in the end
    private final Map<String, Tensor> chosen = new LinkedHashMap<>(); // of the best epoch, or the last that is judged
    private final Optional<Averages> averages;
    private final Optimizer.Stepper stepper;
    private final Checkpoints checkpoints;
    private final BatchGradients gradients;
    private final List<Noise.Disturbance> noise = new ArrayList<>();
    private final Objective objective;
    private final int from;
    private long step;
    private long saved; // the step that was saved last
    private long last; // where it ends
    private double running = Double.NaN;
    private double chosenValue = Double.NEGATIVE_INFINITY;
    private int chosenEpoch;
    private int epochsBefore; // of other phases

    /** @param objective what is made smaller; closed with the phase, or where it cannot begin */
    static SteppedPhase of(Fit fit, Phase phase, int index, GradientSteps how, Objective objective) throws IOException {
        try {
            return new SteppedPhase(fit, phase, index, how, objective);
        } catch (IOException | RuntimeException e) {
            objective.close();
            throw e;
        }
    }

    private SteppedPhase(Fit fit, Phase phase, int index, GradientSteps how, Objective objective) throws IOException {
        this.fit = fit;
        this.phase = phase;
        this.index = index;
        this.how = how;
        this.objective = objective;
        finish = fit.finish(index);
        from = fit.parts().firstStage(phase.trains());
        learned = Learned.of(fit, phase);
        checkpoints = fit.checkpoints();
        fit.parts().training(phase.trains(), true, how.fixedNorms());
        gradients = new BatchGradients(
                learned.trained().values(),
                atOnce(),
                how.accumulate(),
                fit.settings().progress()::note);
        if (finish.mixes()) {
            Averages.copy(learned.kept(), start);
        }
        phase.noise().forEach(one -> noise.add(one.on(fit, phase, learned.network(), fit.start())));
        averages = finish.averaging().isNone()
                ? Optional.empty()
                : Optional.of(new Averages(done -> finish.averaging().stays(done, scheduled()), learned.kept()));
        stepper = how.optimizer().on(learned.groups());
    }

    private long scheduled() {
        long given = phase.length().steps();
        return given > 0 ? given : (long) objective.epochs() * objective.batches();
    }

    private boolean headAlone() {
        return from == fit.body().stages().count();
    }

    /** A term or a batch norm looks at the whole batch, and a graphics card works it out at once. */
    private int atOnce() {
        boolean together = fit.body().couples() || !phase.terms().stream().allMatch(Term::averages);
        return headAlone() || together || Engine.onCuda() ? 1 : Engine.threads();
    }

    /** What is done with a phase. */
    interface Work {
        void run() throws IOException;
    }

    void run() throws IOException {
        onItsThreads(this::epochs);
    }

    /** A head alone is so small that waking a second core takes longer. */
    void onItsThreads(Work work) throws IOException {
        if (!headAlone()) {
            work.run();
            return;
        }
        try {
            Parallel.learn(1, i -> unchecked(work));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void unchecked(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void epochs() throws IOException {
        int batches = objective.batches();
        long all = scheduled();
        last = phase.length().steps() > 0 ? phase.length().done() : all;
        long epochs = (last + batches - 1) / batches;
        resume();
        epochsBefore = fit.curve().size() - (int) (step / batches);
        if (step == 0 && fit.beginsSolved(index) && judges()) {
            fit.report("probeValidation", value());
        }
        for (int epoch = (int) (step / batches); step < last && !patienceOver(epoch); epoch++) {
            fit.settings().progress().begin(fit.place(index) + "epoch " + (epoch + 1) + " of " + epochs, batches);
            fit.parts().training(phase.trains(), true, how.fixedNorms());
            for (int b = (int) (step % batches); b < batches && step < last; b++) {
                stopIfWanted();
                objective.soon(epoch, b);
                step(epoch, b, (double) step / all);
                step++;
                fit.stepped();
                fit.settings().progress().at(b + 1L, String.format(Locale.ROOT, "loss %.4f", running));
                endIfLate();
            }
            judge(epoch);
            if (step - saved >= SAVED_AFTER || step >= last) {
                save();
            }
        }
        finish();
        fit.lasted(index, all, last);
    }

    /** The step just made is the last one where the deadline is over. */
    private void endIfLate() {
        if (step < last && fit.settings().deadline().over()) {
            fit.settings()
                    .progress()
                    .note("the time is over: training ends after " + step + " of " + last + " steps, with what it has");
            last = step;
        }
    }

    private boolean patienceOver(int epoch) {
        return choosesEpoch() && chosenEpoch > 0 && epoch - chosenEpoch >= how.patience();
    }

    private void step(int epoch, int b, double progress) {
        double loss = descend(epoch, b, progress, phase.rates().schedule().factor(progress));
        if (!Double.isFinite(loss)) {
            diverged(epoch, b, loss);
        }
        averages.ifPresent(means -> means.add(step));
        running = Double.isNaN(running) ? loss : RUNNING * running + (1 - RUNNING) * loss;
    }

    /**
     * Goes down the gradient of a batch, where it is finite.
     *
     * @param factor on every rate
     * @return the loss before; where that or the gradient is not finite, what is not
     */
    private double descend(int epoch, int b, double progress, double factor) {
        long seed = fit.seedFor(index, step);
        noise.forEach(one -> one.begin(~seed));
        double loss = gradients.of(objective.batch(epoch, b), seed, piece -> objective.loss(epoch, b, piece, progress));
        noise.forEach(Noise.Disturbance::end);
        loss += pulled();
        double length = clipped();
        if (!Double.isFinite(loss) || !Double.isFinite(length)) {
            return Double.isFinite(loss) ? length : loss;
        }
        stepper.step(factor);
        learned.trained().values().forEach(Tensor::clearGradient);
        return loss;
    }

    /** Step {@code number} of a search or a timing, which is no part of a run. @return as {@link #descend} */
    double trial(long number, double factor) {
        if (StopRequest.wanted()) {
            throw new StoppedException("stopped before training began");
        }
        int batches = objective.batches();
        int epoch = (int) (number / batches);
        int b = (int) (number % batches);
        step = number;
        objective.soon(epoch, b);
        return descend(epoch, b, 0, factor);
    }

    /** Terms of the weights alone. */
    private double pulled() {
        return phase.terms().stream()
                .filter(WeightTerm.class::isInstance)
                .mapToDouble(term -> ((WeightTerm) term).pull(learned.network(), fit.start()))
                .sum();
    }

    private double clipped() {
        try (Scope scope = Scope.open()) {
            List<Tensor> gradients = learned.trained().values().stream()
                    .filter(Tensor::hasGradient)
                    .map(Tensor::gradient)
                    .toList();
            return FusedSteps.clip(gradients, how.clip() == 0 ? Double.POSITIVE_INFINITY : how.clip());
        }
    }

    private boolean judges() {
        return fit.judge().isPresent() && finish.best();
    }

    private boolean choosesEpoch() {
        return finish.best() && told();
    }

    private boolean told() {
        return fit.judge().filter(Judge::chooses).isPresent();
    }

    private void judge(int epoch) {
        if (!judges()) {
            fit.judged(running, Double.NaN);
            fit.settings().progress().end(String.format(Locale.ROOT, "loss %.4f", running));
            return;
        }
        if (averages.isPresent()) {
            averages.get().during(() -> judgeNow(epoch));
        } else {
            judgeNow(epoch);
        }
    }

    /** With the weights that stand in the network. */
    private void judgeNow(int epoch) {
        double value = value();
        fit.judged(running, value);
        fit.settings().progress().end(String.format(Locale.ROOT, "loss %.4f, validation %.4f", running, value));
        boolean taken = choosesEpoch() ? value >= chosenValue : !Double.isNaN(value);
        if (taken) {
            chosenValue = value;
            chosenEpoch = epoch + 1;
            chosen.values().forEach(Tensor::close);
            Averages.copy(learned.kept(), chosen);
        }
    }

    /** How good the weights are that stand in the network. */
    private double value() {
        fit.parts().training(phase.trains(), false, false);
        return fit.judge().get().of(fit);
    }

    /** The chosen weights come back, or else the average, mixed with the first; what was found is reported. */
    private void finish() {
        if (chosen.isEmpty()) {
            averages.ifPresent(Averages::give);
        } else {
            chosen.forEach((name, tensor) -> learned.kept().get(name).copyInPlace(tensor));
            if (choosesEpoch()) {
                fit.report("bestEpoch", epochsBefore + chosenEpoch);
            }
            fit.report("validation", chosenValue);
        }
        if (finish.mixes()) {
            mix();
        }
    }

    private void mix() {
        try (Mixture mixture = new Mixture(start, learned.kept())) {
            if (finish.mix() > 0 || !told()) {
                double share = finish.mix() > 0 ? finish.mix() : 1; // all of the way, where nothing can tell
                mixture.at(share);
                fit.report("mix", share);
                fit.judge().ifPresent(judge -> fit.report("validation", value()));
            } else {
                Mixture.Chosen chosen = mixture.best(this::value);
                fit.report("mix", chosen.share());
                fit.report("validation", chosen.value());
            }
        }
    }

    private void stopIfWanted() throws IOException {
        if (StopRequest.wanted()) {
            save();
            throw new StoppedException("stopped at step " + step + "; go on with --resume");
        }
    }

    private void diverged(int epoch, int b, double loss) {
        int[] examples = objective.batch(epoch, b);
        boolean half = fit.settings().precision() == Precision.BF16;
        throw new DivergedException("the loss became " + loss + " at step " + (step + 1) + ", batch of examples "
                + Arrays.toString(Arrays.copyOf(examples, Math.min(NAMED, examples.length)))
                + (examples.length > NAMED ? " and " + (examples.length - NAMED) + " more" : "")
                + "; use a lower --lr" + (half ? " or --precision fp32." : ".")
                + (saved > 0 && fit.settings().checkpoints().isPresent() ? " The last checkpoint is kept." : ""));
    }

    void save() throws IOException {
        saved = step;
        Map<String, Tensor> all = state();
        all.putAll(Checkpoints.under("before/", fit.changedBefore(index)));
        checkpoints.save(
                index,
                step,
                Map.of(
                        "running", Double.toString(running),
                        "bestValue", Double.toString(chosenValue),
                        "bestEpoch", Integer.toString(chosenEpoch),
                        "last", Long.toString(last),
                        "pieces", Integer.toString(gradients.pieces()),
                        "curve", Judged.text(fit.curve()),
                        "found", Checkpoints.text(fit.found())),
                all);
    }

    /** All that this phase changes. What an earlier one did is saved too, and put back before this one begins. */
    private Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>(Checkpoints.under("now/", learned.kept()));
        all.putAll(Checkpoints.under("best/", chosen));
        all.putAll(Checkpoints.under("start/", start));
        averages.ifPresent(means -> all.putAll(Checkpoints.under("average/", means.state())));
        all.putAll(Checkpoints.under("optimizer/", stepper.state()));
        return all;
    }

    private void resume() throws IOException {
        Optional<Checkpoints.Saved> found = checkpoints.in(index);
        if (found.isEmpty()) {
            return;
        }
        Map<String, String> facts = found.get().facts();
        step = found.get().number("step");
        saved = step;
        last = Math.min(last, Long.parseLong(facts.getOrDefault("last", Long.toString(last)))); // ended by a deadline
        running = Double.parseDouble(facts.get("running"));
        chosenValue = Double.parseDouble(facts.get("bestValue"));
        chosenEpoch = (int) found.get().number("bestEpoch");
        gradients.pieces(Integer.parseInt(facts.getOrDefault("pieces", Integer.toString(gradients.pieces()))));
        if (chosenEpoch > 0) {
            Averages.copy(learned.kept(), chosen);
        }
        fit.judged(Judged.of(facts.get("curve")));
        fit.reported(Checkpoints.found(facts.get("found")));
        Checkpoints.restore(found.get(), state());
        fit.settings().progress().note("goes on at step " + step);
    }

    @Override
    public void close() {
        stepper.close();
        averages.ifPresent(Averages::close);
        chosen.values().forEach(Tensor::close);
        start.values().forEach(Tensor::close);
        noise.forEach(Noise.Disturbance::close);
        learned.trained().values().forEach(Tensor::clearGradient);
        gradients.close();
        objective.close();
    }
}
