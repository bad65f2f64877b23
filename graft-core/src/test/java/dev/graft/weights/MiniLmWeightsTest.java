package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.base.ByteSource;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The encoder that comes as a Maven artifact. */
class MiniLmWeightsTest {
    private static ByteSource bytes;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = MiniLmWeightsTest.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
            bytes = ByteSource.read("all-minilm-l6-v2.onnx", in, -1, 1 << 30);
        }
    }

    @Test
    void hasExactlyTheParametersOfBertUnderTheirNames() throws IOException {
        OnnxWeights file = OnnxWeights.open(bytes);
        Map<String, Shape> shapes = new HashMap<>();
        for (String name : file.names()) {
            shapes.put(name, file.entry(name).shape());
        }
        Map<String, Shape> wanted = BertNames.of(6, 384, 30_522);
        wanted.put("embeddings.position_ids", new Shape(1, 512));

        assertThat(shapes).isEqualTo(wanted);
        assertThat(file.entry("embeddings.position_ids").type()).isEqualTo(DType.I64);
    }

    /** Against the bytes of onnx::MatMul_787, read from its place in the file by another program. */
    @Test
    void turnsTheWeightsOfLinearLayersBack() throws IOException {
        OnnxWeights file = OnnxWeights.open(bytes);
        float[] weight = file.floats("encoder.layer.0.attention.self.query.weight");

        assertThat(weight[0]).isEqualTo(-0.1486196219921112f);
        assertThat(weight[1]).isEqualTo(0.043580375611782074f);
        assertThat(weight[384]).isEqualTo(0.035969655960798264f);
        assertThat(weight[384 * 384 - 1]).isEqualTo(-0.08523893356323242f);
    }

    @Test
    void isReadInFarLessThanTheTimeOfASession() throws IOException {
        long start = System.nanoTime();
        try (OnnxWeights file = OnnxWeights.open(bytes.slice(0, bytes.length()))) {
            ByteBuffer room = ByteBuffer.allocate(64 << 20).order(ByteOrder.LITTLE_ENDIAN);
            for (String name : file.names()) {
                file.read(name, room.clear());
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5)); // 0.3 s when idle
    }
}
