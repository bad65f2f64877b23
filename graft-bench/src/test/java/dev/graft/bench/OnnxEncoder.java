package dev.graft.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A published encoder in ONNX Runtime: the second opinion that Graft's own forward pass is held against. */
final class OnnxEncoder implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    OnnxEncoder(String resource) throws IOException, OrtException {
        try (InputStream in = OnnxEncoder.class.getResourceAsStream("/" + resource);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1); // idle threads of its pool would spin beside those of LibTorch
            session = environment.createSession(in.readAllBytes(), options);
        }
    }

    /** Last hidden states (T, D) of one text, unpadded. */
    float[][] hidden(int[] ids) throws OrtException {
        long[] words = Arrays.stream(ids).asLongStream().toArray();
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            put(inputs, "input_ids", words);
            put(inputs, "attention_mask", ones);
            put(inputs, "token_type_ids", new long[ids.length]);
            try (OrtSession.Result result = session.run(inputs)) {
                return ((float[][][]) result.get(0).getValue())[0];
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private void put(Map<String, OnnxTensor> inputs, String name, long[] values) throws OrtException {
        if (session.getInputNames().contains(name)) {
            inputs.put(
                    name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length}));
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
