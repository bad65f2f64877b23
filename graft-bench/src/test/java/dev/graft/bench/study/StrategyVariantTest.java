package dev.graft.bench.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Catalog;
import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.image.Pixels;
import dev.graft.model.Model;
import dev.graft.transfer.Fitted;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StrategyVariantTest {
    private static final int SIDE = 12; // at 8 the last map is one pixel, and bf16 diverges

    /** Dark and light noise. */
    private static final Samples<Image> PICTURES = new Samples<>(
            "noise",
            IntStream.range(0, 12)
                    .mapToObj(i -> {
                        byte[] noise = new byte[3 * SIDE * SIDE];
                        new Random(i).nextBytes(noise);
                        for (int p = 0; p < noise.length; p++) {
                            noise[p] = (byte) ((noise[p] & 0x7f) + (i % 2 == 0 ? 0 : 128));
                        }
                        Target label = new Target.Label(i % 2 == 0 ? "dark" : "light");
                        return new Sample<>(Image.of(new Pixels(SIDE, SIDE, 3, noise)), label, "sample " + i);
                    })
                    .toList());

    /** A second task wants the shared data. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MULTI_TASK")
    void learns(StrategyVariant variant) throws IOException {
        Transfer from = Transfer.from(Catalog.DEFAULT_IMAGE).input(InputChoice.DEFAULTS.size(SIDE));

        Fitted fitted =
                TimedFit.of(from, variant.label(), Modality.IMAGE, PICTURES, 42).fitted();

        try (Model model = fitted.model()) {
            assertThat(fitted.trainableParameters()).isEqualTo(fitted.parameters());
            for (Sample<Image> sample : List.of(PICTURES.get(0), PICTURES.get(1))) {
                assertThat(model.predict(sample.input()).answer())
                        .isEqualTo(sample.target().cell());
            }
        }
    }

    @Test
    void allAreAmongTheOthersOfTheStudy() {
        for (StrategyTask task : List.of(StrategyTask.TREC, StrategyTask.FLOWERS)) {
            assertThat(StrategyStudy.others(task))
                    .doesNotHaveDuplicates()
                    .contains("ema", "swa", "wise-ft", "soup", "greedy-soup", "distil", "multi-task", "delta", "bss");
        }
    }
}
