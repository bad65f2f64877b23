package dev.graft.train;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.backbone.Stages;
import dev.graft.base.Shape;
import dev.graft.data.Batch;
import dev.graft.data.Loader;
import dev.graft.data.Mixing;
import dev.graft.data.PreparedSet;
import dev.graft.data.Target;
import dev.graft.engine.Autocast;
import dev.graft.engine.Engine;
import dev.graft.engine.FusedSteps;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Parallel;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.model.Head;
import dev.graft.model.Task;
import dev.graft.nn.Flow;
import dev.graft.nn.Layer;
import dev.graft.nn.Weighted;
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
    private static final int HEAP_SHARE = 3; // of the heap, one part in so many may hold what frozen stages gave

    private final Fit fit;
    private final Phase phase;
    private final int index;
    private final GradientSteps how;
    private final Finish finish;
    private final Map<String, Tensor> network = new LinkedHashMap<>(); // what is trained of it
    private final Map<String, Tensor> trained = new LinkedHashMap<>(); // and what terms learn themselves
    private final Map<String, Tensor> kept = new LinkedHashMap<>(); // those and their buffers
    private final Map<String, Tensor> start = new LinkedHashMap<>(); // of this phase, to be mixed with in the end
    private final Map<String, Tensor> best = new LinkedHashMap<>();
    private final Optional<Averages> averages;
    private final Optimizer.Stepper stepper;
    private final Map<String, Loader> loaders = new LinkedHashMap<>();
    private final Map<String, Activations> activations = new LinkedHashMap<>();
    private final Checkpoints checkpoints;
    private final BatchGradients gradients;
    private final List<Noise.Disturbance> noise = new ArrayList<>();
    private final Objective objective;
    private final int from;
    private long step;
    private long last; // where it ends
    private double running = Double.NaN;
    private double bestValue = Double.NEGATIVE_INFINITY;
    private int bestEpoch;
    private int epochsBefore; // of other phases

    /** On the task's own loss and the phase's terms. */
    SteppedPhase(Fit fit, Phase phase, int index, GradientSteps how) throws IOException {
        this(fit, phase, index, how, Optional.empty());
    }

    /** On another loss, of the body alone. */
    SteppedPhase(Fit fit, Phase phase, int index, GradientSteps how, Objective objective) throws IOException {
        this(fit, phase, index, how, Optional.of(objective));
    }

    private SteppedPhase(Fit fit, Phase phase, int index, GradientSteps how, Optional<Objective> other)
            throws IOException {
        this.fit = fit;
        this.phase = phase;
        this.index = index;
        this.how = how;
        finish = fit.finish(index);
        from = fit.firstStage(phase.trains());
        List<Optimizer.Group> groups = groups();
        stepper = how.optimizer().on(groups);
        checkpoints = fit.checkpoints();
        fit.training(phase.trains(), true, how.fixedNorms());
        gradients = new BatchGradients(
                trained.values(), atOnce(), how.accumulate(), fit.settings().progress()::note);
        if (finish.mixes()) {
            Averages.copy(kept, start);
        }
        phase.noise().forEach(one -> noise.add(one.on(fit, phase, network, fit.start())));
        objective = other.isPresent() ? other.get() : new OfTask();
        averages = finish.averaging().isNone()
                ? Optional.empty()
                : Optional.of(new Averages(done -> finish.averaging().stays(done, scheduled()), kept));
    }

    private long scheduled() {
        long given = phase.length().steps();
        return given > 0 ? given : (long) objective.epochs() * objective.batches();
    }

    /** A group for each part, and within it matrices, which decay, apart from biases and norms, which do not. */
    private List<Optimizer.Group> groups() {
        List<Optimizer.Group> groups = new ArrayList<>();
        for (String part : phase.trains().names()) {
            Map<String, Tensor> all = fit.parameters(phase.trains(), part);
            network.putAll(all);
            kept.putAll(fit.state(phase.trains(), part));
            for (boolean decays : new boolean[] {true, false}) {
                List<String> names = all.entrySet().stream()
                        .filter(e -> (e.getValue().shape().rank() > 1) == decays)
                        .map(Map.Entry::getKey)
                        .toList();
                groups.add(new Optimizer.Group(
                        names,
                        names.stream().map(all::get).toList(),
                        phase.rates().of(part),
                        decays));
            }
        }
        trained.putAll(network);
        phase.terms().stream()
                .filter(term -> !term.parameters().isEmpty())
                .forEach(term -> groups.add(learnedBeside(term)));
        return groups;
    }

    /** What a term learns itself is as new as the head, and is kept, judged and resumed with the weights. */
    private Optimizer.Group learnedBeside(Term term) {
        Map<String, Tensor> own = Checkpoints.under("term.", term.parameters());
        own.values().forEach(tensor -> tensor.requiresGrad(true));
        trained.putAll(own);
        kept.putAll(own);
        List<String> names = List.copyOf(own.keySet());
        double rate = phase.rates().of(Stages.HEAD);
        return new Optimizer.Group(names, names.stream().map(own::get).toList(), rate, false);
    }

    private boolean headAlone() {
        return from == fit.body().stages().count();
    }

    /** A term or a batch norm looks at the whole batch, and a graphics card works it out at once. */
    private int atOnce() {
        boolean together = fit.body().couples() || !phase.terms().stream().allMatch(Term::averages);
        return headAlone() || together || Engine.onCuda() ? 1 : Engine.threads();
    }

    private Activations activations(PreparedSet data) throws IOException {
        boolean oneRowEach = java.util.stream.IntStream.range(0, data.size())
                .allMatch(i -> data.input(i).rows() == 1);
        int last = fit.body().stages().count();
        if (from < last && (!oneRowEach || lookUps())) {
            return raw(data);
        }
        if (from == last) {
            return Activations.pooled(fit.draws(data, from));
        }
        Optional<Shape> map = Features.map(fit.body(), data, from);
        if (map.isPresent()
                && !holds(map.get().count() * data.size() * data.spec().draws())) {
            return raw(data);
        }
        List<float[][]> draws = fit.draws(data, from);
        return map.isPresent()
                ? Activations.rows(draws, Flow.MAP, map.get())
                : Activations.hidden(draws.get(0), fit.body().width());
    }

    /** Whether nothing below is multiplied by a matrix, if anything is there: quicker done again than kept. */
    private boolean lookUps() {
        List<Layer> products = new ArrayList<>();
        for (int i = 0; i < from; i++) {
            fit.body().stage(i).visitLayers("", (prefix, layer) -> {
                if (layer instanceof Weighted) {
                    products.add(layer);
                }
            });
        }
        return products.isEmpty();
    }

    private Activations raw(PreparedSet data) {
        int batches = fit.outputs().keySet().stream()
                .mapToInt(name -> new Loader(fit.streams().get(name), how.batchSize(), 0).batches())
                .sum();
        double all = phase.length().scheduled(batches);
        return Activations.raw(
                data, fit.settings().seed() + index, epoch -> Math.min(1, (double) epoch * batches / all));
    }

    /** Whether the memory has room for what frozen stages gave; if not, they run in every epoch. */
    private boolean holds(long numbers) {
        long bytes = Float.BYTES * numbers;
        boolean room = bytes <= Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        if (!room) {
            fit.settings()
                    .progress()
                    .note(String.format(
                            Locale.ROOT,
                            "what the frozen stages give would take %.1f GB of memory, so they run in every epoch",
                            bytes / 1e9));
        }
        return room;
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
            fit.training(phase.trains(), true, how.fixedNorms());
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
            save();
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
        return bestEpoch > 0 && epoch - bestEpoch >= how.patience();
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
        trained.values().forEach(Tensor::clearGradient);
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
                .mapToDouble(term -> ((WeightTerm) term).pull(network, fit.start()))
                .sum();
    }

    private double clipped() {
        try (Scope scope = Scope.open()) {
            List<Tensor> gradients = trained.values().stream()
                    .filter(Tensor::hasGradient)
                    .map(Tensor::gradient)
                    .toList();
            return FusedSteps.clip(gradients, how.clip() == 0 ? Double.POSITIVE_INFINITY : how.clip());
        }
    }

    private Tensor loss(Turns.Turn turn, int epoch, int b, int[] piece, double progress) {
        Map<String, Batch> feeds = new LinkedHashMap<>();
        Map<String, Flow> outputs = new LinkedHashMap<>();
        Taps taps = Taps.NONE;
        Optional<Mixing.Mixed> mixed = Optional.empty();
        for (Map.Entry<String, Loader> stream : loaders.entrySet()) {
            Loader loader = stream.getValue();
            boolean labelled = stream.getKey().equals(turn.stream());
            if (!labelled && fit.outputs().containsKey(stream.getKey())) {
                continue;
            }
            Turns.Turn own = at(stream.getKey(), turn, epoch, b);
            int[] examples = labelled ? piece : examples(own);
            Flow in = activations.get(stream.getKey()).flow(own.epoch(), examples);
            if (labelled && in.has(Flow.PIXELS)) {
                mixed = loader.data().spec().mixing().map(mixing -> mixing.of(in, fit.seedFor(index, step) + piece[0]));
            }
            Flow shown = labelled ? mixed.map(Mixing.Mixed::inputs).orElse(in) : in;
            String name = labelled ? Fit.LABELLED : stream.getKey();
            feeds.put(name, new Batch(shown, targets(loader, examples), examples));
            taps = labelled && phase.taps() ? new Taps(new LinkedHashMap<>(), new LinkedHashMap<>()) : taps;
            Head head = labelled ? fit.outputs().get(turn.stream()).head() : fit.head();
            outputs.put(name, forward(head, shown, labelled ? taps : Taps.NONE));
        }
        Task task = fit.outputs().get(turn.stream()).task();
        Tensor own =
                loss(task, outputs.get(Fit.LABELLED), feeds.get(Fit.LABELLED).targets(), mixed);
        return withTerms(own, new Step(turn.stream(), feeds, outputs, network, fit.start(), taps, progress));
    }

    private Tensor withTerms(Tensor own, Step seen) {
        Tensor loss = own;
        for (Term term : phase.terms()) {
            loss = term.own(loss, seen);
        }
        for (Term term : phase.terms()) {
            loss = term instanceof WeightTerm ? loss : loss.add(term.of(seen));
        }
        return loss;
    }

    private static List<Target> targets(Loader loader, int[] examples) {
        return Arrays.stream(examples).mapToObj(loader.data()::target).toList();
    }

    /** Of mixed pictures the error against both of their targets, each by its share. */
    private static Tensor loss(Task task, Flow output, List<Target> targets, Optional<Mixing.Mixed> mixed) {
        Tensor own = task.loss(output, targets);
        if (mixed.isEmpty()) {
            return own;
        }
        List<Target> others =
                Arrays.stream(mixed.get().partner()).mapToObj(targets::get).toList();
        double share = mixed.get().own();
        return own.mul(share).add(task.loss(output, others).mul(1 - share));
    }

    /** The body in the run's precision, the head and the loss in fp32. */
    private Flow forward(Head head, Flow in, Taps taps) {
        Flow out = in;
        if (!in.has(Flow.POOLED)) {
            boolean raw = in.has(Flow.IDS) || in.has(Flow.PIXELS);
            try (Autocast half = Autocast.open(fit.settings().precision())) {
                out = fit.adapter().around(x -> through(fit.body(), x, raw ? 0 : from, taps, taps.now()), in);
                if (taps != Taps.NONE) {
                    try (NoGrad off = NoGrad.open()) {
                        through(fit.before().orElseThrow(), in, raw ? 0 : from, taps, taps.start());
                    }
                }
            }
        }
        try (Autocast full = Autocast.open(Precision.FP32)) {
            return head.forward(out);
        }
    }

    /** Stage by stage where what each gives is looked at. */
    private static Flow through(Backbone body, Flow in, int from, Taps taps, Map<String, Flow> given) {
        int last = body.stages().count();
        if (taps == Taps.NONE) {
            return body.run(in, from, last);
        }
        Flow out = in;
        for (int i = from; i < last; i++) {
            out = body.run(out, i, i + 1);
            given.put(body.stages().names().get(i), out);
        }
        return out;
    }

    private boolean judges() {
        return fit.judge().isPresent() && finish.best();
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
        if (value >= bestValue) {
            bestValue = value;
            bestEpoch = epoch + 1;
            best.values().forEach(Tensor::close);
            Averages.copy(kept, best);
        }
    }

    /** How good the weights are that stand in the network. */
    private double value() {
        fit.training(phase.trains(), false, false);
        return fit.judge().get().applyAsDouble(fit);
    }

    /** The best weights come back, or else the average, mixed with the first; what was found is reported. */
    private void finish() {
        if (best.isEmpty()) {
            averages.ifPresent(Averages::give);
        } else {
            best.forEach((name, tensor) -> kept.get(name).copyInPlace(tensor));
            fit.report("bestEpoch", epochsBefore + bestEpoch);
            fit.report("validation", bestValue);
        }
        if (finish.mixes()) {
            mix();
        }
    }

    private void mix() {
        try (Mixture mixture = new Mixture(start, kept)) {
            if (finish.mix() > 0 || fit.judge().isEmpty()) {
                double share = finish.mix() > 0 ? finish.mix() : Mixture.HALF;
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
        throw new DivergedException("the loss became " + loss + " at step " + (step + 1) + ", batch of examples "
                + Arrays.toString(Arrays.copyOf(examples, Math.min(8, examples.length)))
                + "; use a lower --lr or --precision fp32. The last checkpoint is kept.");
    }

    void save() throws IOException {
        checkpoints.save(
                index,
                step,
                Map.of(
                        "running", Double.toString(running),
                        "bestValue", Double.toString(bestValue),
                        "bestEpoch", Integer.toString(bestEpoch),
                        "curve", Judged.text(fit.curve()),
                        "found", Checkpoints.text(fit.found())),
                state());
    }

    /** All that a resumed run needs; what this phase leaves alone but an earlier one changed is part of it. */
    private Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>(Checkpoints.under("before/", fit.changedBefore(index)));
        all.putAll(Checkpoints.under("now/", kept));
        all.putAll(Checkpoints.under("best/", best));
        all.putAll(Checkpoints.under("start/", start));
        averages.ifPresent(means -> all.putAll(Checkpoints.under("average/", means.state())));
        all.putAll(Checkpoints.under("optimizer/", stepper.state()));
        return all;
    }

    private void resume() throws IOException {
        Optional<Checkpoints.Saved> saved = checkpoints.in(index);
        if (saved.isEmpty()) {
            return;
        }
        Map<String, String> facts = saved.get().facts();
        step = saved.get().number("step");
        running = Double.parseDouble(facts.get("running"));
        bestValue = Double.parseDouble(facts.get("bestValue"));
        bestEpoch = (int) saved.get().number("bestEpoch");
        if (bestEpoch > 0) {
            Averages.copy(kept, best);
        }
        fit.judged(Judged.of(facts.get("curve")));
        fit.reported(Checkpoints.found(facts.get("found")));
        Checkpoints.restore(saved.get(), state());
        fit.settings().progress().note("goes on at step " + step);
    }

    @Override
    public void close() {
        stepper.close();
        averages.ifPresent(Averages::close);
        best.values().forEach(Tensor::close);
        start.values().forEach(Tensor::close);
        noise.forEach(Noise.Disturbance::close);
        trained.values().forEach(Tensor::clearGradient);
        gradients.close();
        objective.close();
    }

    /** The tasks' losses on their labelled streams by turns, beside the terms on all streams. */
    private final class OfTask implements Objective {
        private final Turns turns;

        OfTask() throws IOException {
            for (Map.Entry<String, PreparedSet> stream : fit.streams().entrySet()) {
                loaders.put(
                        stream.getKey(),
                        new Loader(
                                stream.getValue(),
                                how.batchSize(),
                                fit.settings().seed() + index));
                activations.put(stream.getKey(), activations(stream.getValue()));
            }
            Map<String, Loader> labelled = new LinkedHashMap<>();
            fit.outputs().keySet().forEach(name -> labelled.put(name, loaders.get(name)));
            turns = new Turns(labelled, fit.power(), fit.settings().seed() + index);
        }

        @Override
        public int epochs() {
            return phase.length().epochs();
        }

        @Override
        public int batches() {
            return turns.batches();
        }

        @Override
        public int[] batch(int epoch, int b) {
            return examples(turns.at(epoch, b));
        }

        /** This batch and the next are read while the network is at work. */
        @Override
        public void soon(int epoch, int b) {
            ahead(epoch, b);
            if (b + 1 < batches()) {
                ahead(epoch, b + 1);
            }
        }

        private void ahead(int epoch, int b) {
            Turns.Turn turn = turns.at(epoch, b);
            loaders.keySet().stream()
                    .filter(name -> name.equals(turn.stream()) || !fit.outputs().containsKey(name))
                    .map(name -> at(name, turn, epoch, b))
                    .forEach(one -> activations.get(one.stream()).soon(one.epoch(), examples(one)));
        }

        @Override
        public Tensor loss(int epoch, int b, int[] piece, double progress) {
            return SteppedPhase.this.loss(turns.at(epoch, b), epoch, b, piece, progress);
        }

        @Override
        public void close() {
            activations.values().forEach(Activations::close);
        }
    }

    /** Where a stream stands at a step: streams without labels go along with whichever has the turn. */
    private Turns.Turn at(String stream, Turns.Turn turn, int epoch, int b) {
        return stream.equals(turn.stream())
                ? turn
                : new Turns.Turn(stream, epoch, b % loaders.get(stream).batches());
    }

    private int[] examples(Turns.Turn turn) {
        return loaders.get(turn.stream()).indices(turn.epoch(), turn.index());
    }
}
