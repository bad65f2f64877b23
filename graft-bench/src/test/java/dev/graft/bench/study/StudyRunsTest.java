package dev.graft.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import dev.graft.train.DivergedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyRunsTest {
    @TempDir
    private Path folder;

    private StudyRuns open() throws IOException {
        return new StudyRuns(folder.resolve("runs.json"));
    }

    @Test
    void aRunIsCarriedOutOnce() throws IOException {
        open().figures("run", () -> Map.of("accuracy", 0.5));

        Map<String, Object> again = open().figures("run", () -> {
            throw new IOException("must not be carried out again");
        });

        assertThat(again).containsEntry("accuracy", 0.5).containsKey("seconds");
        assertThat(folder.toFile().list()).containsExactly("runs.json");
    }

    @Test
    void twoThatShareAStudyKeepEachOthersRuns() throws IOException {
        StudyRuns one = open();
        StudyRuns other = open();

        one.figures("first", () -> Map.of("accuracy", 0.5));
        other.figures("second", () -> Map.of("accuracy", 0.6));

        assertThat(open().known("first")).isNotNull();
        assertThat(open().known("second")).isNotNull();
        assertThat(other.known("first")).isNotNull();
    }

    @Test
    void aRunThatSomebodyElseIsAtIsLeftToHim() throws IOException {
        StudyRuns one = open();
        StudyRuns other = open();
        StudyRuns.Work never = () -> {
            throw new IOException("must not be carried out");
        };

        one.share("run", () -> {
            other.share("run", never);
            return Map.of("accuracy", 0.5);
        });
        other.share("run", never);
        other.share("next", () -> Map.of("accuracy", 0.6));

        assertThat(open().known("run")).containsEntry("accuracy", 0.5);
        assertThat(open().known("next")).containsEntry("accuracy", 0.6);
        StudyRuns.Work wrong = () -> {
            throw new BadInput("run", "is no claim of somebody else's");
        };
        assertThatThrownBy(() -> one.share("wrong", wrong)).isInstanceOf(BadInput.class);
    }

    @Test
    void aDivergedRunIsFinishedButCountsForNothing() throws IOException {
        StudyRuns runs = open();
        runs.figures("draw 0", () -> Map.of("accuracy", 0.5));
        runs.figures("draw 1", () -> {
            throw new DivergedException("the loss became NaN");
        });
        runs.figures("draw 2", () -> Map.of("accuracy", 0.6));

        assertThat(runs.known("draw 1")).isNull();
        assertThat(runs.failed("draw 1")).isTrue();
        assertThat(open().draws(draw -> "draw " + draw)).containsOnlyKeys(0, 2);
        assertThat(open().failures()).contains("draw 1").doesNotContain("draw 2");
    }
}
