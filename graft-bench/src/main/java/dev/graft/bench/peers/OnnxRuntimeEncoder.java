package dev.graft.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.graft.bench.peers.TokenBatches.Batch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sentence encoder on ONNX Runtime: one session, batches sorted by length, buffers outside the heap. No telemetry:
 * 1.28.0 uploads none, and it is switched off all the same.
 */
public final class OnnxRuntimeEncoder implements SentenceEncoder {
    private final CarriedEncoder encoder;
    private final Form form;
    private final TokenBatches tokens;
    private final Callers callers;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private OnnxRuntimeEncoder(CarriedEncoder encoder, Form form) throws IOException, OrtException {
        this.encoder = encoder;
        this.form = form;
        environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(form.threadsEach());
            options.addConfigEntry("session.intra_op.allow_spinning", form.spinning() ? "1" : "0");
            session = environment.createSession(encoder.onnx(), options);
        }
        tokens = new TokenBatches(encoder);
        callers = new Callers(form.callers());
    }

    public static OnnxRuntimeEncoder open(CarriedEncoder encoder, Form form) throws IOException {
        try {
            return new OnnxRuntimeEncoder(encoder, form);
        } catch (OrtException e) {
            throw new IOException(encoder.modelName() + ": ONNX Runtime cannot load it: " + e.getMessage(), e);
        }
    }

    /** Opens the encoder in the form that encodes the sample fastest, best of three runs each. */
    public static OnnxRuntimeEncoder fastest(
            CarriedEncoder encoder, int cores, List<String> sample, int batchSize, int longest) throws IOException {
        OnnxRuntimeEncoder best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Form form : Form.of(cores)) {
            OnnxRuntimeEncoder candidate = open(encoder, form);
            double seconds = Timing.best(1, 3, () -> candidate.encode(sample, batchSize, longest));
            OnnxRuntimeEncoder loser = seconds < least ? best : candidate;
            if (seconds < least) {
                least = seconds;
                best = candidate;
            }
            if (loser != null) {
                loser.close();
            }
        }
        return best;
    }

    public Form form() {
        return form;
    }

    @Override
    public float[][] encode(List<String> texts, int batchSize, int longest) {
        return callers.run(tokens.of(texts, batchSize, longest), texts.size(), this::forward);
    }

    private float[][] forward(Batch batch) throws OrtException {
        int texts = batch.ids().length;
        int length = batch.length();
        LongBuffer ids = longs(texts * length);
        LongBuffer mask = longs(texts * length);
        for (int text = 0; text < texts; text++) {
            long[] row = batch.ids()[text];
            ids.put(text * length, row);
            for (int token = 0; token < row.length; token++) {
                mask.put(text * length + token, 1);
            }
        }
        long[] shape = {texts, length};
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids, shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
                OnnxTensor typeTensor = OnnxTensor.createTensor(environment, longs(texts * length), shape)) {
            Map<String, OnnxTensor> inputs = new HashMap<>(
                    Map.of("input_ids", idTensor, "attention_mask", maskTensor, "token_type_ids", typeTensor));
            inputs.keySet().retainAll(session.getInputNames());
            try (OrtSession.Result result = session.run(inputs)) {
                OnnxTensor hidden = (OnnxTensor) result.get(0);
                int width = (int) hidden.getInfo().getShape()[2];
                return encoder.pooling().of(hidden.getFloatBuffer(), batch.lengths(), length, width);
            }
        }
    }

    private static LongBuffer longs(int count) {
        return ByteBuffer.allocateDirect(count * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }

    @Override
    public void close() {
        callers.close();
        tokens.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not close its session: " + e.getMessage(), e);
        }
    }
}
