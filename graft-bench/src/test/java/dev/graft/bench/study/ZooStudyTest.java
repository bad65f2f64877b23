package dev.graft.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the weights' reference implementation has on the 2,000 test pictures of the JPEG copies. */
@Tag("realdata")
class ZooStudyTest {
    private static final Offset<Double> ROUNDING = within(0.06);

    @Test
    void theCifarResNetsAnswerAsTheirReferenceDoes() throws IOException {
        assumeTrue(Files.isDirectory(StudyData.place()), "the shared data are not here");

        assertThat(percent(ZooStudy.RESNET20.run())).isCloseTo(82.0, ROUNDING);
        assertThat(percent(ZooStudy.RESNET56.run())).isCloseTo(83.7, ROUNDING);
    }

    private static double percent(Map<String, Object> figures) {
        return 100 * DrawFigures.number(figures, "right") / DrawFigures.number(figures, "of");
    }
}
