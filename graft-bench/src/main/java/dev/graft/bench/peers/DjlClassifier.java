package dev.graft.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** A pretrained encoder with a new classification head: (ids, mask) to logits (N, classes). */
final class DjlClassifier extends AbstractBlock {
    private final DjlBert bert;
    private final Linear head;
    private final Pooling pooling;
    private final float dropout;

    DjlClassifier(DjlBert bert, Pooling pooling, int classes, float dropout) {
        this.bert = addChildBlock("bert", bert);
        this.head = addChildBlock("head", Linear.builder().setUnits(classes).build());
        this.pooling = pooling;
        this.dropout = dropout;
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        head.initialize(manager, type, new Shape(1, bert.getOutputShapes(inputs)[0].get(2)));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
        NDArray hidden = bert.forward(store, inputs, training).head();
        NDArray pooled = DjlEncoder.pooled(hidden, inputs.get(1), pooling);
        NDArray kept =
                training && dropout > 0 ? Dropout.dropout(pooled, dropout, true).head() : pooled;
        return head.forward(store, new NDList(kept), training);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return head.getOutputShapes(new Shape[] {new Shape(inputs[0].get(0), bert.getOutputShapes(inputs)[0].get(2))});
    }
}
