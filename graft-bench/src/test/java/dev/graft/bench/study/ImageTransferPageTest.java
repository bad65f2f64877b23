package dev.graft.bench.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTransferPageTest {
    private static final ImageStudyData SET = ImageStudyData.FLOWERS;

    @TempDir
    private Path folder;

    private StudyRuns runs;

    @BeforeEach
    void opens() throws IOException {
        runs = new StudyRuns(folder.resolve("runs.json"));
    }

    @Test
    void whatIsBelowTheProbeWithItsWholeIntervalIsSaidToBe() throws IOException {
        for (int draw = 0; draw < 3; draw++) {
            keep(0, "probe", draw, 0.80);
            keep(0, "scratch", draw, 0.50);
            keep(1, "probe", draw, 0.70);
            keep(1, "scratch", draw, 0.60 + 0.05 * draw);
        }

        assertThat(new ImageTransferPage(runs).verdicts(SET).lines())
                .singleElement()
                .asString()
                .startsWith("- five flowers: training from scratch is below the probe, interval and all: **yes** for"
                        + " MobileNet v2, SAME padding, -30.00 in each draw; **no** for MobileNet v1 0.25, -5.00 (-");
    }

    @Test
    void oneDrawDecidesNothing() throws IOException {
        keep(0, "probe", 0, 0.80);
        keep(0, "finetune", 0, 0.70);

        assertThat(new ImageTransferPage(runs).verdicts(SET))
                .isEqualTo(
                        "- five flowers: fine-tuning is not below the probe by more than the interval: **not known yet**"
                                + " for MobileNet v2, SAME padding, -10.00 in one draw\n");
    }

    private void keep(int network, String way, int draw, double accuracy) throws IOException {
        StudyNetwork of = StudyNetwork.trained().get(network);
        runs.figures(
                ImageTransferStudy.run(SET, of, way, draw),
                () -> Map.of("accuracy", accuracy, "train", 500, "test", 200));
    }
}
