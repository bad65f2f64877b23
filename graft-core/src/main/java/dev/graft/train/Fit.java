package dev.graft.train;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Tensor;
import dev.graft.model.Head;
import dev.graft.model.Output;
import dev.graft.model.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One run of a plan: a body and a head, changed in place, and all that its solvers share.
 *
 * <p>Data come as named streams; {@code labelled} is always there, {@code unlabelled} and {@code source} where a
 * strategy's terms ask for them.
 */
public final class Fit {
    /** The stream that the task's loss is computed on. */
    public static final String LABELLED = "labelled";

    private final Parts parts;
    private final double power;
    private final Map<String, PreparedSet> streams;
    private final Optional<Judge> judge;
    private final Settings settings;
    private final Optional<Opening> again;
    private final FrozenFeatures features;
    private final Map<String, Tensor> start = new LinkedHashMap<>();
    private Optional<Backbone> before = Optional.empty();
    private final Map<String, Object> found = new LinkedHashMap<>();
    private final List<Judged> curve = new ArrayList<>();
    private final List<Length> lengths = new ArrayList<>();
    private List<Phase> phases = List.of();
    private Finish finish = Finish.LAST;
    private Checkpoints checkpoints = Checkpoints.NONE;
    private int at; // the phase that is under way
    private long steps;

    /** Opens the body once more. */
    public interface Opening {
        Backbone open() throws IOException;
    }

    /** Without an adapter. */
    public Fit(
            Backbone body,
            Head head,
            Task task,
            Map<String, PreparedSet> streams,
            Optional<Judge> judge,
            Settings settings) {
        this(body, head, Adapter.NONE, task, streams, judge, settings, Optional.empty());
    }

    /**
     * @param adapter in force whenever the body learns
     * @param judge empty where there is no validation part
     * @param again opens the body a second time, for terms that compare what its stages give with what they gave
     */
    public Fit(
            Backbone body,
            Head head,
            Adapter adapter,
            Task task,
            Map<String, PreparedSet> streams,
            Optional<Judge> judge,
            Settings settings,
            Optional<Opening> again) {
        this(body, Map.of(LABELLED, new Output(task, head)), 1, adapter, streams, judge, settings, again);
    }

    /**
     * Several heads on one body.
     *
     * @param outputs by the name of the labelled stream that each learns from; the first is the main one
     * @param power of a stream's size that its share of the steps is in proportion to, in [0, 1]
     */
    public Fit(
            Backbone body,
            Map<String, Output> outputs,
            double power,
            Adapter adapter,
            Map<String, PreparedSet> streams,
            Optional<Judge> judge,
            Settings settings,
            Optional<Opening> again) {
        this.parts = new Parts(body, Collections.unmodifiableMap(new LinkedHashMap<>(outputs)), adapter);
        this.power = power;
        this.streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
        this.judge = judge;
        this.settings = settings;
        this.again = again;
        this.features = new FrozenFeatures(body, settings, this::changedBelow);
    }

    /** The same network on other examples, judged by nothing and finding nothing kept: to try out what a plan takes. */
    public Fit trial(Map<String, PreparedSet> examples) {
        return new Fit(body(), outputs(), power, adapter(), examples, Optional.empty(), settings.uncached(), again);
    }

    /** Carries out a plan. Afterwards nothing requires gradients and everything is set to inference. */
    public void run(Plan plan) throws IOException {
        StopRequest.began();
        try {
            begin(plan);
            carryOut();
        } finally {
            parts.freezeAllBut(Trains.NOTHING);
            end();
            StopRequest.ended();
        }
    }

    void begin(Plan plan) throws IOException {
        phases = plan.phases();
        finish = plan.finish();
        lengths.clear();
        phases.forEach(phase -> lengths.add(phase.length()));
        checkpoints = Checkpoints.of(settings);
        if (plan.fresh()) {
            body().forget(settings.seed());
        }
        remember();
    }

    /** Frees what phases looked back at. */
    void end() {
        start.values().forEach(Tensor::close);
        start.clear();
        before.ifPresent(Backbone::close);
        before = Optional.empty();
    }

    /** Keeps what phases look back at, before anything is changed: a run that is resumed finds the same. */
    private void remember() throws IOException {
        Map<String, Tensor> named = new LinkedHashMap<>();
        phases.stream()
                .filter(Phase::looksBack)
                .forEach(phase ->
                        phase.trains().names().forEach(part -> named.putAll(parts.parameters(phase.trains(), part))));
        Averages.copy(named, start);
        if (phases.stream().anyMatch(Phase::taps)) {
            Backbone twin = again.orElseThrow().open();
            before = Optional.of(twin);
            Map<String, Tensor> now = body().state();
            twin.state().forEach((name, tensor) -> tensor.copyInPlace(now.get(name)));
            IntStream.range(0, twin.stages().count())
                    .forEach(stage -> twin.stage(stage).train(false)); // what was packed before is stale
        }
    }

    /** Parameters as they were when the run began, by name, where a phase looks back at them. */
    Map<String, Tensor> start() {
        return start;
    }

    /** The body as it was when the run began, where a phase looks back at what it gave. */
    Optional<Backbone> before() {
        return before;
    }

    private void carryOut() throws IOException {
        for (int i = checkpoints.phase(); i < phases.size(); i++) {
            if (!leftOut(i)) {
                at(i);
                phases.get(i).solver().solve(this, phases.get(i), i);
            }
        }
    }

    /** Another phase is under way. */
    void at(int index) {
        at = index;
        parts.freezeAllBut(phases.get(index).trains());
    }

    /**
     * A later phase that the time does not reach, or did not reach in the run that is repeated. What is solved at once is
     * never left out: without it the head would be a random one.
     */
    private boolean leftOut(int index) {
        Length length = phases.get(index).length();
        boolean late = index > 0
                && phases.get(index).solver() instanceof Stepped
                && settings.deadline().over();
        if (late) {
            lengths.set(index, new Length(0, Math.max(1, length.steps()), 0));
        }
        return late || (length.steps() > 0 && length.done() == 0);
    }

    /** A phase is over. @param all steps of its schedule @param made those that it came to */
    void lasted(int index, long all, long made) {
        if (made < all) {
            lengths.set(index, new Length(0, all, made));
        }
    }

    /** How long each phase lasted: as the plan says, but where the deadline came first. */
    public List<Length> lengths() {
        return List.copyOf(lengths);
    }

    /** Those of this run, with the one that it goes on from. */
    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Parameters and buffers that phases before this one changed and this one does not. */
    Map<String, Tensor> changedBefore(int index) {
        Map<String, Tensor> changed = new LinkedHashMap<>();
        for (Phase phase : phases.subList(0, index)) {
            changed.putAll(parts.state(phase.trains()));
        }
        changed.keySet().removeAll(parts.state(phases.get(index).trains()).keySet());
        return changed;
    }

    /** Puts back what phases before this one had changed when it was interrupted: what it reads of frozen stages is theirs. */
    void restoreBefore(int index) throws IOException {
        Map<String, Tensor> changed = changedBefore(index);
        Optional<Checkpoints.Saved> saved =
                changed.isEmpty() ? Optional.empty() : checkpoints().in(index);
        if (saved.isPresent()) {
            Checkpoints.restore(saved.get(), Checkpoints.under("before/", changed));
            parts.freezeAllBut(phases.get(index).trains()); // what was packed of other weights is stale
        }
    }

    /** Whether a phase before this one changed what stands below a stage. */
    private boolean changedBelow(int stage) {
        return phases.subList(0, at).stream().anyMatch(before -> parts.firstStage(before.trains()) < stage);
    }

    /** Those of frozen stages. */
    FrozenFeatures features() {
        return features;
    }

    /** The same at a step whether or not the run was interrupted before. */
    long seedFor(int phase, long step) {
        return (settings.seed() * 1_000_003 + phase) * 1_000_003 + step;
    }

    void report(String name, Object value) {
        found.put(name, value);
    }

    /** What was found in a run that this one goes on with. */
    void reported(Map<String, Object> before) {
        found.clear();
        found.putAll(before);
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

    /** What can learn. */
    public Parts parts() {
        return parts;
    }

    public Backbone body() {
        return parts.body();
    }

    /** What is learned, by the name of the labelled stream. */
    public Map<String, Output> outputs() {
        return parts.outputs();
    }

    /** Of a stream's size, that its share of the steps is in proportion to. */
    double power() {
        return power;
    }

    private Output main() {
        return outputs().values().iterator().next();
    }

    /** The main one. */
    public Head head() {
        return main().head();
    }

    public Adapter adapter() {
        return parts.adapter();
    }

    public Task task() {
        return main().task();
    }

    public PreparedSet labelled() {
        return streams.get(LABELLED);
    }

    public Map<String, PreparedSet> streams() {
        return streams;
    }

    /** What is done at the end of a phase: all there is to do after the last. */
    Finish finish(int index) {
        return index == phases.size() - 1 ? finish : finish.midway();
    }

    /** Where in the plan a phase stands, for people; empty where it is the only one. */
    String place(int index) {
        return phases.size() == 1 ? "" : "phase " + (index + 1) + " of " + phases.size() + ", ";
    }

    /** Whether a phase begins with a head that was solved for, so that it is worth judging before it trains. */
    boolean beginsSolved(int index) {
        return index > 0 && phases.get(index - 1).solver() instanceof ConvexHead;
    }

    public Optional<Judge> judge() {
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
        return features.cacheHits();
    }

    /** Gradient steps of this process. */
    public long steps() {
        return steps;
    }
}
