package dev.graft.train;

import dev.graft.backbone.Backbone;
import dev.graft.data.Batch;
import dev.graft.data.Loader;
import dev.graft.data.Mixing;
import dev.graft.data.PreparedSet;
import dev.graft.data.Target;
import dev.graft.engine.Autocast;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Precision;
import dev.graft.engine.Tensor;
import dev.graft.model.Head;
import dev.graft.model.Task;
import dev.graft.nn.Flow;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tasks' losses on their labelled streams by turns, beside the terms on all streams. */
final class TaskObjective implements Objective {
    private final Fit fit;
    private final Phase phase;
    private final int index;
    private final FrozenPrefix prefix;
    private final Map<String, Tensor> network = new LinkedHashMap<>(); // what is trained of it
    private final Map<String, Loader> loaders = new LinkedHashMap<>();
    private final Map<String, Activations> activations = new LinkedHashMap<>();
    private final Turns turns;

    TaskObjective(Fit fit, Phase phase, int index, GradientSteps how) throws IOException {
        this.fit = fit;
        this.phase = phase;
        this.index = index;
        prefix = new FrozenPrefix(fit, phase, index, how.batchSize());
        phase.trains().names().forEach(part -> network.putAll(fit.parts().parameters(phase.trains(), part)));
        long seed = fit.settings().seed() + index;
        try {
            for (Map.Entry<String, PreparedSet> stream : fit.streams().entrySet()) {
                loaders.put(stream.getKey(), new Loader(stream.getValue(), how.batchSize(), seed));
                activations.put(stream.getKey(), prefix.of(stream.getValue()));
            }
        } catch (IOException | RuntimeException e) {
            activations.values().forEach(Activations::close);
            throw e;
        }
        Map<String, Loader> labelled = new LinkedHashMap<>();
        fit.outputs().keySet().forEach(name -> labelled.put(name, loaders.get(name)));
        turns = new Turns(labelled, fit.power(), seed);
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
        return loss(turns.at(epoch, b), epoch, b, piece, progress);
    }

    @Override
    public void close() {
        activations.values().forEach(Activations::close);
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
                mixed = loader.data()
                        .spec()
                        .mixing()
                        .map(mixing -> mixing.of(in, fit.seedFor(index, (long) epoch * batches() + b) + piece[0]));
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
    static Tensor loss(Task task, Flow output, List<Target> targets, Optional<Mixing.Mixed> mixed) {
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
                out = fit.adapter()
                        .around(x -> through(fit.body(), x, raw ? 0 : prefix.stages(), taps, taps.now()), in);
                if (taps != Taps.NONE) {
                    try (NoGrad off = NoGrad.open()) {
                        through(fit.before().orElseThrow(), in, raw ? 0 : prefix.stages(), taps, taps.start());
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
