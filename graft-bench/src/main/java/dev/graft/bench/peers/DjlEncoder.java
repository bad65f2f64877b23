package dev.graft.bench.peers;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.graft.bench.peers.TokenBatches.Batch;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A sentence encoder on DJL's PyTorch engine, with the weights of the same ONNX file. Only in a process of its own,
 * never beside Graft's engine.
 */
public final class DjlEncoder implements SentenceEncoder {
    private final CarriedEncoder encoder;
    private final TokenBatches tokens;
    private final Callers callers;
    private final NDManager manager;
    private final DjlBert bert;

    public DjlEncoder(CarriedEncoder encoder, Form form) throws IOException {
        this.encoder = encoder;
        DjlEngine.start(form.threadsEach());
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        bert = new DjlBert(OnnxWeights.of(encoder), encoder.heads(), 0, manager);
        tokens = new TokenBatches(encoder);
        callers = new Callers(form.callers());
    }

    @Override
    public float[][] encode(List<String> texts, int batchSize, int longest) {
        return callers.run(tokens.of(texts, batchSize, longest), texts.size(), this::forward);
    }

    private float[][] forward(Batch batch) {
        int texts = batch.ids().length;
        int length = batch.length();
        long[] ids = new long[texts * length];
        long[] mask = new long[texts * length];
        for (int text = 0; text < texts; text++) {
            long[] row = batch.ids()[text];
            System.arraycopy(row, 0, ids, text * length, row.length);
            java.util.Arrays.fill(mask, text * length, text * length + row.length, 1);
        }
        try (NDManager scope = manager.newSubManager()) {
            Shape shape = new Shape(texts, length);
            NDList inputs = new NDList(scope.create(ids, shape), scope.create(mask, shape));
            NDArray hidden = bert.forward(new ParameterStore(manager, false), inputs, false)
                    .head();
            NDArray pooled = pooled(hidden, inputs.get(1), encoder.pooling());
            float[] values = pooled.normalize(2, 1).toFloatArray();
            int width = values.length / texts;
            return IntStream.range(0, texts)
                    .mapToObj(text -> java.util.Arrays.copyOfRange(values, text * width, (text + 1) * width))
                    .toArray(float[][]::new);
        }
    }

    /** (N, L, D) and mask (N, L) to (N, D). */
    static NDArray pooled(NDArray hidden, NDArray mask, Pooling pooling) {
        if (pooling == Pooling.FIRST) {
            return hidden.get(":, 0");
        }
        NDArray counted = mask.toType(DataType.FLOAT32, false).expandDims(2);
        return hidden.mul(counted).sum(new int[] {1}).div(counted.sum(new int[] {1}));
    }

    @Override
    public void close() {
        callers.close();
        tokens.close();
        manager.close();
    }
}
