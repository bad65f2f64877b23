package dev.graft.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** A network for pictures on ONNX Runtime: one session, buffers outside the heap, one for each thread that calls. */
final class OnnxRuntimePictures implements PictureEncoder {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final int size;
    private final ThreadLocal<FloatBuffer> buffers = new ThreadLocal<>();

    /** @param size of a side of the pictures */
    OnnxRuntimePictures(byte[] graph, Form form, int size) throws IOException {
        this.size = size;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            environment.setTelemetry(false);
            options.setIntraOpNumThreads(form.threadsEach());
            options.addConfigEntry("session.intra_op.allow_spinning", form.spinning() ? "1" : "0");
            session = environment.createSession(graph, options);
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime cannot load the network: " + e.getMessage(), e);
        }
    }

    @Override
    public float[][] features(float[] pixels, int pictures) throws OrtException {
        FloatBuffer buffer = buffer(pixels.length);
        buffer.put(0, pixels);
        long[] shape = {pictures, 3, size, size};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, buffer, shape);
                OrtSession.Result result = session.run(Map.of(OnnxPictureGraph.PIXELS, input))) {
            FloatBuffer features = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] all = new float[features.remaining()];
            features.get(all);
            return PictureEncoder.rows(all, pictures);
        }
    }

    private FloatBuffer buffer(int count) {
        if (buffers.get() == null || buffers.get().capacity() < count) {
            buffers.set(ByteBuffer.allocateDirect(count * Float.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer());
        }
        return buffers.get().duplicate().limit(count);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not close its session: " + e.getMessage(), e);
        }
    }
}
