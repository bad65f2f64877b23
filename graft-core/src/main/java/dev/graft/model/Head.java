package dev.graft.model;

import dev.graft.engine.Tensor;
import dev.graft.nn.Activation;
import dev.graft.nn.Dropout;
import dev.graft.nn.Flow;
import dev.graft.nn.Layer;
import dev.graft.nn.Linear;
import java.util.ArrayList;
import java.util.List;

/** Layers from features to answers. Parameters: {@code hidden.N.weight} and so on, {@code output.weight}. */
public final class Head extends Layer {
    private final HeadShape shape;
    private final List<Linear> hidden = new ArrayList<>();
    private final Linear output;
    private final Dropout dropout;

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
    }

    /** Adds {@code logits} (N, answers) to a flow that has {@code pooled} (N, D). */
    public Flow forward(Flow body) {
        Tensor x = dropout.forward(body.get(Flow.POOLED));
        for (Linear layer : hidden) {
            x = dropout.forward(layer.forward(x));
        }
        return body.with(Flow.LOGITS, output.forward(x));
    }

    public HeadShape shape() {
        return shape;
    }

    /** The last layer: the only one of a linear head. */
    public Linear output() {
        return output;
    }
}
