package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.base.ByteSource;
import dev.graft.engine.Tensor;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The weights that are shipped. */
class EmbeddedNetworkTest {
    private static final String WEIGHTS = "resnet_tiny/model.safetensors";

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = EmbeddedNetwork.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }

    @Test
    void theShippedWeightsAreBelowSixMegabytesAndAreThoseOfTheDigest() throws IOException, GeneralSecurityException {
        byte[] weights = resource(WEIGHTS);
        String said = new String(resource(WEIGHTS + ".sha256"), StandardCharsets.US_ASCII).strip();

        assertThat(weights.length).isLessThan(6_000_000);
        assertThat(said)
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(weights)));
        assertThat(Catalog.DEFAULT_IMAGE).isEqualTo("resnet_tiny");
    }

    @Test
    void theShippedWeightsAreAllOfTheNetworkAndOfItAlone() throws IOException {
        try (TensorFile weights = Safetensors.open(ByteSource.of("w", resource(WEIGHTS)));
                Network whole = Architectures.named("resnet_tiny").builder().build(3, 200)) {
            assertThat(weights.names())
                    .containsExactlyInAnyOrderElementsOf(whole.named().keySet());
            for (Map.Entry<String, Tensor> tensor : whole.named().entrySet()) {
                assertThat(weights.entry(tensor.getKey()).shape())
                        .as(tensor.getKey())
                        .isEqualTo(tensor.getValue().shape());
            }
        }
    }
}
