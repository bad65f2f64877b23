package dev.graft.model;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.base.Check;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Autocast;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Parallel;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.hub.Hub;
import dev.graft.nn.Flow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A body shared by any number of outputs and adapters. Many threads may ask it at once.
 *
 * @param body the network below the heads
 * @param outputs what it answers, by name; the first is the main one
 * @param adapters in force, the outermost last
 * @param precision that it answers in
 */
public record Model(
        Backbone body, Map<String, Output> outputs, List<Adapter> adapters, Precision precision, Provenance provenance)
        implements AutoCloseable {
    /** The name of the only output of a model with one task. */
    public static final String MAIN = "main";

    private static final int BATCH = 16;

    public Model {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        adapters = List.copyOf(adapters);
        Check.that(!outputs.isEmpty(), "a model must have an output");
    }

    /** A model with one output and no adapters. */
    public static Model of(Backbone body, Task task, Head head, Precision precision, Provenance provenance) {
        return new Model(body, Map.of(MAIN, new Output(task, head)), List.of(), precision, provenance);
    }

    /** This model with one more adapter in force; copies nothing of the body. {@link Adapter#NONE} changes nothing. */
    public Model with(Adapter adapter) {
        if (adapter == Adapter.NONE) {
            return this;
        }
        Check.that(
                adapter.base().equals(body.fingerprint()),
                "the adapter is for other weights (" + adapter.base() + ") than those of " + body.name() + " ("
                        + body.fingerprint() + "); use it with the network that it was made on");
        List<Adapter> more = new ArrayList<>(adapters);
        more.add(adapter);
        return new Model(body, outputs, more, precision, provenance);
    }

    /** Frees all but the body, which others may still use. */
    public void closeTop() {
        outputs.values().forEach(output -> output.head().close());
        adapters.forEach(Adapter::close);
    }

    /**
     * This model with one of its outputs alone: what it predicts and is evaluated by. Copies nothing; closing either
     * closes the body for both.
     */
    public Model answering(String name) {
        Output one = outputs.get(name);
        if (one == null) {
            throw Check.unknown("output", name, outputs.keySet());
        }
        return new Model(body, Map.of(name, one), adapters, precision, provenance);
    }

    /** The main output. */
    public Output output() {
        return outputs.values().iterator().next();
    }

    public Task task() {
        return output().task();
    }

    /** An answer to each input, in their order. */
    public List<Prediction> predict(List<?> inputs) {
        return predict(PreparedSet.of(body.input(), inputs));
    }

    public Prediction predict(Object input) {
        return predict(List.of(input)).get(0);
    }

    /** An answer to each of some inputs that have been prepared before. */
    public List<Prediction> predict(PreparedSet inputs) {
        Prediction[] answers = new Prediction[inputs.size()];
        List<int[]> batches = inputs.byLength(BATCH);
        if (batches.size() == 1) {
            try (Scope scope = Scope.open();
                    NoGrad off = NoGrad.open()) {
                answer(inputs.ready(), batches.get(0), answers);
            }
        } else {
            Parallel.run(batches.size(), i -> answer(inputs, batches.get(i), answers));
        }
        return Arrays.asList(answers);
    }

    private void answer(PreparedSet inputs, int[] batch, Prediction[] answers) {
        List<Prediction> given;
        try (Autocast half = Autocast.open(precision)) {
            given = decode(features(inputs.batch(batch).inputs()));
        }
        for (int i = 0; i < batch.length; i++) {
            answers[batch[i]] = given.get(i);
        }
    }

    /** What the body makes of a batch under the adapters in force. */
    public Flow features(Flow in) {
        Merge.check(this);
        UnaryOperator<Flow> run = x -> body.run(x, 0, body.stages().count());
        for (Adapter adapter : adapters) {
            UnaryOperator<Flow> inner = run;
            run = x -> adapter.around(inner, x);
        }
        return run.apply(in);
    }

    /** Answers from features alone, in fp32. */
    public List<Prediction> decode(Flow features) {
        try (Autocast full = Autocast.open(Precision.FP32)) {
            return task().decode(output().head().forward(features));
        }
    }

    /** Writes a bundle: weights, labels, preprocessing, provenance. An existing one is replaced whole. */
    public void save(Path folder) throws IOException {
        Bundle.save(this, folder, Bundle.Extras.NONE);
    }

    /** Reads a bundle that {@link #save} wrote. */
    public static Model load(Path folder) throws IOException {
        return Bundle.load(folder, Hub.standard());
    }

    @Override
    public void close() {
        closeTop();
        body.close();
    }
}
