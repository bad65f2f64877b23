package dev.graft.model;

import dev.graft.engine.Tensor;
import dev.graft.nn.Activation;
import dev.graft.nn.Dropout;
import dev.graft.nn.Flow;
import dev.graft.nn.KeyMemory;
import dev.graft.nn.Layer;
import dev.graft.nn.Linear;
import dev.graft.nn.TermScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layers from features to answers, and what its shape has beside them. Parameters: {@code hidden.N.weight} and so on,
 * {@code output.weight}; {@code memory.keys}, {@code terms.weight}.
 */
public final class Head extends Layer {
    private final HeadShape shape;
    private final List<Linear> hidden = new ArrayList<>();
    private final Linear output;
    private final Dropout dropout;
    private final Optional<KeyMemory> memory;
    private final Optional<TermScores> terms;

    /** Begins at random, from {@link dev.graft.engine.Engine#seed}. */
    Head(int width, HeadShape shape, int answers) {
        this.shape = shape;
        int in = width;
        for (int i = 0; i < shape.hidden().size(); i++) {
            int out = shape.hidden().get(i);
            hidden.add(child("hidden." + i, new Linear(in, out, Activation.GELU).begin()));
            in = out;
        }
        output = child("output", new Linear(in, answers).begin());
        dropout = child("dropout", new Dropout(shape.dropout()));
        int keys = shape.beside().keys();
        memory = keys == 0 ? Optional.empty() : Optional.of(child("memory", new KeyMemory(keys, width, answers)));
        int columns = shape.beside().terms();
        terms = columns == 0 ? Optional.empty() : Optional.of(child("terms", new TermScores(columns, answers)));
    }

    /** Adds {@code logits} (N, answers) to a flow that has {@code pooled} (N, D). */
    public Flow forward(Flow body) {
        Tensor features = body.get(Flow.POOLED);
        Tensor x = dropout.forward(shape.beside().unit() ? unit(features) : features);
        for (Linear layer : hidden) {
            x = dropout.forward(layer.forward(x));
        }
        Tensor logits = output.forward(x);
        if (memory.isPresent()) {
            logits = logits.add(memory.get().forward(unit(features)));
        }
        if (terms.isPresent()) {
            logits = logits.add(terms.get().forward(body.get(Flow.TERMS), body.get(Flow.TERM_VALUES)));
        }
        return body.with(Flow.LOGITS, logits);
    }

    private static Tensor unit(Tensor x) {
        return x.div(x.norm(-1).atLeast(1e-12));
    }

    public HeadShape shape() {
        return shape;
    }

    /** The last layer: the only one of a linear head. */
    public Linear output() {
        return output;
    }

    /** What it remembers of examples; a head that remembers none has no such part. */
    public KeyMemory memory() {
        return memory.orElseThrow();
    }

    /** The weights of the terms of texts, where it has any. */
    public Optional<TermScores> terms() {
        return terms;
    }
}
