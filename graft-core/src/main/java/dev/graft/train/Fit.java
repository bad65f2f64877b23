package dev.graft.train;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.backbone.Stages;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Tensor;
import dev.graft.model.Head;
import dev.graft.model.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * One run of a plan: a body and a head, changed in place, and all that its solvers share.
 *
 * <p>Data come as named streams; {@code labelled} is always there, {@code unlabelled} and {@code source} where a
 * strategy's terms ask for them.
 */
public final class Fit {
    /** The stream that the task's loss is computed on. */
    public static final String LABELLED = "labelled";

    private final Backbone body;
    private final Head head;
    private final Task task;
    private final Map<String, PreparedSet> streams;
    private final Optional<ToDoubleFunction<Fit>> judge;
    private final Settings settings;
    private final Map<String, Object> found = new LinkedHashMap<>();
    private final List<Judged> curve = new ArrayList<>();
    private List<Phase> phases = List.of();
    private Finish finish = Finish.LAST;
    private Checkpoints checkpoints = Checkpoints.NONE;
    private int cacheHits;
    private int at; // the phase that is under way
    private long steps;

    /** @param judge how good the weights are now, higher is better; empty where there is no validation part */
    public Fit(
            Backbone body,
            Head head,
            Task task,
            Map<String, PreparedSet> streams,
            Optional<ToDoubleFunction<Fit>> judge,
            Settings settings) {
        this.body = body;
        this.head = head;
        this.task = task;
        this.streams = Map.copyOf(streams);
        this.judge = judge;
        this.settings = settings;
    }

    /** Carries out a plan. Afterwards nothing requires gradients and everything is set to inference. */
    public void run(Plan plan) throws IOException {
        StopRequest.began();
        phases = plan.phases();
        finish = plan.finish();
        try {
            carryOut(plan);
        } finally {
            freezeAllBut(new Trains(List.of()));
            StopRequest.ended();
        }
    }

    private void carryOut(Plan plan) throws IOException {
        if (plan.fresh()) {
            body.forget(settings.seed());
        }
        checkpoints = Checkpoints.of(settings);
        for (int i = checkpoints.phase(); i < phases.size(); i++) {
            at = i;
            freezeAllBut(phases.get(i).trains());
            phases.get(i).solver().solve(this, phases.get(i), i);
        }
    }

    /** Those of this run, with the one that it goes on from. */
    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Parameters and buffers that phases before this one changed and this one does not. */
    Map<String, Tensor> changedBefore(int index) {
        Map<String, Tensor> changed = new LinkedHashMap<>();
        for (Phase phase : phases.subList(0, index)) {
            phase.trains().names().forEach(part -> changed.putAll(state(part)));
        }
        phases.get(index)
                .trains()
                .names()
                .forEach(part -> changed.keySet().removeAll(state(part).keySet()));
        return changed;
    }

    /** Only the named parts learn; the rest keep their weights and are in inference form. */
    private void freezeAllBut(Trains trains) {
        Stages stages = body.stages();
        for (int i = 0; i < stages.count(); i++) {
            boolean learns = trains.names().contains(stages.names().get(i));
            body.stage(i).visit("", (name, tensor) -> tensor.requiresGrad(learns));
            body.stage(i).train(learns);
        }
        boolean learns = trains.names().contains(Stages.HEAD);
        head.visit("", (name, tensor) -> tensor.requiresGrad(learns));
        head.train(learns);
    }

    /** Sets what learns to training or, to be judged, to inference. */
    void training(Trains trains, boolean on) {
        for (String name : trains.names()) {
            if (Stages.HEAD.equals(name)) {
                head.train(on);
            } else {
                body.stage(body.stages().index(name)).train(on);
            }
        }
    }

    /** Frozen features of a dataset at a stage, from the cache where they are known. */
    public Features features(PreparedSet data, int stage) throws IOException {
        settings.progress().begin("features", data.size());
        Features features = Features.of(body, data, stage, settings.featurePrecision(), keep(stage), this::featured);
        cacheHits += features.hits();
        settings.progress().end(features.hits() == 0 ? "" : features.hits() + " of " + data.size() + " from the cache");
        return features;
    }

    /** What an earlier phase changed has features that nobody else may find: their key names the weights as loaded. */
    private Features.Keep keep(int stage) {
        boolean changed = phases.subList(0, at).stream()
                .anyMatch(before -> before.trains().firstStage(body.stages()) < stage);
        return changed ? Features.Keep.NOTHING : settings.keep();
    }

    /** Frozen features of every draw of a dataset at a stage. */
    List<float[][]> draws(PreparedSet data, int stage) throws IOException {
        List<float[][]> draws = new ArrayList<>();
        for (int number = 0; number < data.spec().draws(); number++) {
            draws.add(features(data.draw(number, settings.seed()), stage).rows());
        }
        return draws;
    }

    private void featured(int done) {
        if (StopRequest.wanted()) {
            throw new StoppedException("stopped; the features so far are kept");
        }
        settings.progress().at(done, "");
    }

    /** Every parameter and buffer of a part, named as {@link #parameters}: what a checkpoint of it holds. */
    Map<String, Tensor> state(String part) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        if (Stages.HEAD.equals(part)) {
            head.visitState("head.", named::put);
        } else {
            body.stage(body.stages().index(part)).visitState(part + ".", named::put);
        }
        return named;
    }

    /** Every parameter of a part: a stage's under the names of the whole body, the head's under {@code head.}. */
    Map<String, Tensor> parameters(String part) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        if (Stages.HEAD.equals(part)) {
            head.visit("head.", named::put);
        } else {
            body.stage(body.stages().index(part)).visit(part + ".", named::put);
        }
        return named;
    }

    /** The same at a step whether or not the run was interrupted before. */
    long seedFor(int phase, long step) {
        return (settings.seed() * 1_000_003 + phase) * 1_000_003 + step;
    }

    void report(String name, Object value) {
        found.put(name, value);
    }

    /** One more epoch is over. */
    void judged(double loss, double validation) {
        curve.add(new Judged(curve.size() + 1, loss, validation));
    }

    /** The epochs of a run that this one goes on with. */
    void judged(List<Judged> before) {
        curve.clear();
        curve.addAll(before);
    }

    /** What each epoch so far ended with. */
    public List<Judged> curve() {
        return List.copyOf(curve);
    }

    void stepped() {
        steps++;
    }

    public Backbone body() {
        return body;
    }

    public Head head() {
        return head;
    }

    public Task task() {
        return task;
    }

    public PreparedSet labelled() {
        return streams.get(LABELLED);
    }

    public Map<String, PreparedSet> streams() {
        return streams;
    }

    /** Whether the best epoch's weights are wanted in the end. */
    boolean wantsBest() {
        return finish == Finish.BEST;
    }

    public Optional<ToDoubleFunction<Fit>> judge() {
        return judge;
    }

    public Settings settings() {
        return settings;
    }

    /** What solvers chose or found: {@code strength}, {@code bestEpoch}. */
    public Map<String, Object> found() {
        return new LinkedHashMap<>(found);
    }

    /** How many features came from the cache. */
    public int cacheHits() {
        return cacheHits;
    }

    /** Gradient steps of this process. */
    public long steps() {
        return steps;
    }
}
