package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.vision.Architectures;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class VisionFolderTest {
    private static Preparation preparation(String input) throws IOException {
        return VisionFolder.preparation(
                JsonMapper.builder().build().readTree("{\"pretrained_cfg\": {" + input + "}}"),
                Architectures.named("resnet18"),
                "config.json");
    }

    @Test
    void readsHowPicturesArePrepared() throws IOException {
        Preparation said = preparation("\"interpolation\": \"bicubic\", \"crop_pct\": 1.0");

        assertThat(said.interpolation()).isEqualTo(Interpolation.BICUBIC);
        assertThat(said.shorter()).isEqualTo(said.size()).isEqualTo(224);
        assertThat(preparation("")).isEqualTo(Preparation.IMAGENET);
    }

    @Test
    void saysWhichInterpolationsThereAre() {
        assertThatThrownBy(() -> preparation("\"interpolation\": \"lanczos\""))
                .isInstanceOf(BadInput.class)
                .hasMessage("config.json: describes an input that no network takes: unknown interpolation 'lanczos'."
                        + " Known: bicubic, bilinear, nearest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1.0", "1.5"})
    void refusesAShareThatIsNone(String share) {
        assertThatThrownBy(() -> preparation("\"crop_pct\": " + share))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("crop_pct must be in (0, 1], was " + Double.parseDouble(share));
    }
}
