package dev.graft.train;

import dev.graft.backbone.Features;
import dev.graft.base.Shape;
import dev.graft.data.Batch;
import dev.graft.data.Loader;
import dev.graft.data.Mixing;
import dev.graft.data.PreparedSet;
import dev.graft.data.Target;
import dev.graft.engine.Autocast;
import dev.graft.engine.Engine;
import dev.graft.engine.FusedSteps;
import dev.graft.engine.Parallel;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
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
    private final Map<String, Tensor> trained = new LinkedHashMap<>();
    private final Map<String, Tensor> kept = new LinkedHashMap<>(); // those and their buffers
    private final Map<String, Tensor> start = new LinkedHashMap<>();
    private final Map<String, Tensor> best = new LinkedHashMap<>();
    private final Optional<Averages> averages;
    private final Optimizer.Stepper stepper;
    private final Map<String, Loader> loaders = new LinkedHashMap<>();
    private final Map<String, Activations> activations = new LinkedHashMap<>();
    private final Checkpoints checkpoints;
    private final BatchGradients gradients;
    private final int from;
    private long step;
    private double running = Double.NaN;
    private double bestValue = Double.NEGATIVE_INFINITY;
    private int bestEpoch;

    SteppedPhase(Fit fit, Phase phase, int index, GradientSteps how) throws IOException {
        this.fit = fit;
        this.phase = phase;
        this.index = index;
        this.how = how;
        from = fit.firstStage(phase.trains());
        List<Optimizer.Group> groups = groups();
        stepper = how.optimizer().on(groups);
        averages = how.average() > 0 ? Optional.of(new Averages(how.average(), kept)) : Optional.empty();
        checkpoints = fit.checkpoints();
        gradients = new BatchGradients(
                trained.values(), atOnce(), how.accumulate(), fit.settings().progress()::note);
        if (!phase.terms().isEmpty()) {
            Averages.copy(trained, start);
        }
        for (Map.Entry<String, PreparedSet> stream : fit.streams().entrySet()) {
            loaders.put(
                    stream.getKey(),
                    new Loader(
                            stream.getValue(), how.batchSize(), fit.settings().seed() + index));
            activations.put(stream.getKey(), activations(stream.getValue()));
        }
    }

    /** A group for each part, and within it matrices, which decay, apart from biases and norms, which do not. */
    private List<Optimizer.Group> groups() {
        List<Optimizer.Group> groups = new ArrayList<>();
        for (String part : phase.trains().names()) {
            Map<String, Tensor> all = fit.parameters(phase.trains(), part);
            trained.putAll(all);
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
        return groups;
    }

    private boolean headAlone() {
        return from == fit.body().stages().count();
    }

    /** A term or a batch norm looks at the whole batch, and a graphics card works it out at once. */
    private int atOnce() {
        boolean together = fit.body().couples() || !phase.terms().isEmpty();
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
        double epochs = phase.length().epochs();
        return Activations.raw(data, fit.settings().seed() + index, epoch -> epoch / epochs);
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

    void run() throws IOException {
        if (!headAlone()) {
            epochs();
            return;
        }
        try {
            Parallel.learn(1, i -> epochsOfHead()); // so small that waking a second core takes longer
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void epochsOfHead() {
        try {
            epochs();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void epochs() throws IOException {
        Loader labelled = loaders.get(Fit.LABELLED);
        int batches = labelled.batches();
        int epochs = phase.length().epochs();
        resume();
        for (int epoch = (int) (step / batches); epoch < epochs && !patienceOver(epoch); epoch++) {
            fit.settings().progress().begin("epoch " + (epoch + 1) + " of " + epochs, batches);
            fit.training(phase.trains(), true);
            for (int b = (int) (step % batches); b < batches; b++) {
                stopIfWanted();
                double progress = (double) step / ((long) epochs * batches);
                soon(epoch, b, batches);
                step(epoch, b, progress);
                step++;
                fit.stepped();
                fit.settings().progress().at(b + 1L, String.format(Locale.ROOT, "loss %.4f", running));
            }
            judge(epoch);
            save();
        }
        finish();
    }

    /** This batch and the next are read while the network is at work. */
    private void soon(int epoch, int b, int batches) {
        boolean lastOfEpoch = b + 1 == batches;
        loaders.forEach((name, loader) -> {
            Activations inputs = activations.get(name);
            inputs.soon(epoch, loader.indices(epoch, b % loader.batches()));
            if (!lastOfEpoch) {
                inputs.soon(epoch, loader.indices(epoch, (b + 1) % loader.batches()));
            }
        });
    }

    private boolean patienceOver(int epoch) {
        return bestEpoch > 0 && epoch - bestEpoch >= how.patience();
    }

    private void step(int epoch, int b, double progress) {
        int[] examples = loaders.get(Fit.LABELLED).indices(epoch, b);
        double loss = gradients.of(examples, fit.seedFor(index, step), piece -> loss(epoch, b, piece, progress));
        double length = clipped();
        if (!Double.isFinite(loss) || !Double.isFinite(length)) {
            diverged(epoch, b, loss);
        }
        stepper.step(phase.rates().schedule().factor(progress));
        trained.values().forEach(Tensor::clearGradient);
        averages.ifPresent(means -> means.add(step));
        running = Double.isNaN(running) ? loss : RUNNING * running + (1 - RUNNING) * loss;
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

    private Tensor loss(int epoch, int b, int[] piece, double progress) {
        Map<String, Batch> feeds = new LinkedHashMap<>();
        Map<String, Flow> outputs = new LinkedHashMap<>();
        Optional<Mixing.Mixed> mixed = Optional.empty();
        for (Map.Entry<String, Loader> stream : loaders.entrySet()) {
            Loader loader = stream.getValue();
            boolean labelled = Fit.LABELLED.equals(stream.getKey());
            int[] examples = labelled ? piece : loader.indices(epoch, b % loader.batches());
            Flow in = activations.get(stream.getKey()).flow(epoch, examples);
            if (labelled && in.has(Flow.PIXELS)) {
                mixed = loader.data().spec().mixing().map(mixing -> mixing.of(in, fit.seedFor(index, step) + piece[0]));
            }
            Flow shown = labelled ? mixed.map(Mixing.Mixed::inputs).orElse(in) : in;
            feeds.put(stream.getKey(), new Batch(shown, targets(loader, examples), examples));
            outputs.put(stream.getKey(), forward(shown));
        }
        Tensor loss = loss(outputs.get(Fit.LABELLED), feeds.get(Fit.LABELLED).targets(), mixed);
        for (Term term : phase.terms()) {
            loss = loss.add(term.of(new Step(feeds, outputs, trained, start, progress)));
        }
        return loss;
    }

    private static List<Target> targets(Loader loader, int[] examples) {
        return Arrays.stream(examples).mapToObj(loader.data()::target).toList();
    }

    /** Of mixed pictures the error against both of their targets, each by its share. */
    private Tensor loss(Flow output, List<Target> targets, Optional<Mixing.Mixed> mixed) {
        Tensor own = fit.task().loss(output, targets);
        if (mixed.isEmpty()) {
            return own;
        }
        List<Target> others =
                Arrays.stream(mixed.get().partner()).mapToObj(targets::get).toList();
        double share = mixed.get().own();
        return own.mul(share).add(fit.task().loss(output, others).mul(1 - share));
    }

    /** The body in the run's precision, the head and the loss in fp32. */
    private Flow forward(Flow in) {
        int last = fit.body().stages().count();
        Flow out = in;
        if (!in.has(Flow.POOLED)) {
            boolean raw = in.has(Flow.IDS) || in.has(Flow.PIXELS);
            try (Autocast half = Autocast.open(fit.settings().precision())) {
                out = fit.adapter().around(x -> fit.body().run(x, raw ? 0 : from, last), in);
            }
        }
        try (Autocast full = Autocast.open(Precision.FP32)) {
            return fit.head().forward(out);
        }
    }

    private void judge(int epoch) {
        if (fit.judge().isEmpty() || !fit.wantsBest()) {
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
        fit.training(phase.trains(), false);
        double value = fit.judge().get().applyAsDouble(fit);
        fit.judged(running, value);
        fit.settings().progress().end(String.format(Locale.ROOT, "loss %.4f, validation %.4f", running, value));
        if (value >= bestValue) {
            bestValue = value;
            bestEpoch = epoch + 1;
            best.values().forEach(Tensor::close);
            Averages.copy(kept, best);
        }
    }

    /** The best weights come back, or else the average; what was found is reported. */
    private void finish() {
        if (best.isEmpty()) {
            averages.ifPresent(Averages::give);
            return;
        }
        best.forEach((name, tensor) -> kept.get(name).copyInPlace(tensor));
        fit.report("bestEpoch", bestEpoch);
        fit.report("validation", bestValue);
    }

    private void stopIfWanted() throws IOException {
        if (StopRequest.wanted()) {
            save();
            throw new StoppedException("stopped at step " + step + "; go on with --resume");
        }
    }

    private void diverged(int epoch, int b, double loss) {
        int[] examples = loaders.get(Fit.LABELLED).indices(epoch, b);
        throw new DivergedException("the loss became " + loss + " at step " + (step + 1) + ", batch of examples "
                + Arrays.toString(Arrays.copyOf(examples, Math.min(8, examples.length)))
                + "; use a lower --lr or --precision fp32. The last checkpoint is kept.");
    }

    private void save() throws IOException {
        checkpoints.save(
                index,
                step,
                Map.of(
                        "running", Double.toString(running),
                        "bestValue", Double.toString(bestValue),
                        "bestEpoch", Integer.toString(bestEpoch),
                        "curve", Judged.text(fit.curve())),
                state());
    }

    /** All that a resumed run needs; what this phase leaves alone but an earlier one changed is part of it. */
    private Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>(Checkpoints.under("before/", fit.changedBefore(index)));
        all.putAll(Checkpoints.under("now/", kept));
        all.putAll(Checkpoints.under("best/", best));
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
        Checkpoints.restore(saved.get(), state());
        fit.settings().progress().note("goes on at step " + step);
    }

    @Override
    public void close() {
        stepper.close();
        averages.ifPresent(Averages::close);
        best.values().forEach(Tensor::close);
        start.values().forEach(Tensor::close);
        trained.values().forEach(Tensor::clearGradient);
        gradients.close();
        activations.values().forEach(Activations::close);
    }
}
