package dev.graft.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.hub.Hub;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FewShotStudyTest {
    /** Of 3,080; the published run stops its solver early, so that single answers may differ. */
    private static final int TOLERANCE = 3;

    @Test
    @Tag("realdata")
    void givesThePublishedRightAnswersInEachOfTheTenDraws() throws IOException {
        assumeTrue(Files.isDirectory(StudyData.place()), "the shared data are not here");

        int[] right = FewShotStudy.rightAnswers("all-minilm-l6-v2", Hub.standard());

        for (int draw = 0; draw < right.length; draw++) {
            assertThat(Math.abs(right[draw] - FewShotStudy.PUBLISHED[draw]))
                    .as("draw %d: %d right, published %d", draw + 1, right[draw], FewShotStudy.PUBLISHED[draw])
                    .isLessThanOrEqualTo(TOLERANCE);
        }
    }
}
