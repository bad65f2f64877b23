package dev.graft.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Features;
import dev.graft.base.BadInput;
import dev.graft.base.Storage;
import dev.graft.hub.Hub;
import dev.graft.model.Bundle;
import dev.graft.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path folder;

    private Path part;

    @BeforeEach
    void names() {
        part = folder.resolve("out.part");
    }

    private void begin() throws IOException {
        begin(true);
    }

    private void begin(boolean overwrite) throws IOException {
        TrainJob.Options options =
                new TrainJob.Options(false, overwrite, Hub.standard(), Features.Keep.NOTHING, Progress.SILENT);
        new RunFolder(folder.resolve("out"), "bundle", Bundle::isAt, options)
                .begin("a recipe", String.class, "data.csv", "0123");
    }

    private void isInTheWay() {
        assertThatThrownBy(this::begin)
                .isInstanceOf(BadInput.class)
                .hasMessage(
                        part + ": is in the way and is not of an earlier run; move it away, or choose another --out");
    }

    @Test
    void deletesNoFileThatIsNotOurs() throws IOException {
        Files.writeString(part, "half a download");

        isInTheWay();

        assertThat(part).hasContent("half a download");
    }

    @Test
    void deletesNoFolderThatIsNotOurs() throws IOException {
        Path mine = Files.createDirectory(part).resolve("mine.txt");
        Files.writeString(mine, "mine");

        isInTheWay();

        assertThat(mine).hasContent("mine");
    }

    @Test
    void beginsInAnEmptyFolderAndInThatOfAnEarlierRun() throws IOException {
        Files.createDirectory(part);
        begin();
        Files.createFile(part.resolve("resolved.json"));

        begin();

        assertThat(Storage.LOCAL.list(part)).containsExactly(part.resolve("data.sha256"), part.resolve("recipe.json"));
    }

    /** Folds that were judged, and what was decided by them, took minutes. */
    @Test
    void whatJudgedFoldsHaveFoundIsNotThrownAwayWithoutAWord() throws IOException {
        begin();
        for (String found : new String[] {"judging-probe", "refit", "run-0", "checkpoint-00-000000012"}) {
            Path kept = part.resolve(found);
            Files.createDirectory(kept);
            Path answers = Files.createFile(kept.resolve("part-0.json"));
            assertThatThrownBy(() -> begin(false))
                    .as(found)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("holds an unfinished run; go on with --resume");
            assertThat(answers).exists();
            Files.delete(answers);
            Files.delete(kept);
        }
        Files.createDirectory(part.resolve("judging-probe")); // by a run that was refused
        begin(false);
    }

    private void refused(boolean resume, RunFolder.Work<Void> work) {
        TrainJob.Options options =
                new TrainJob.Options(resume, false, Hub.standard(), Features.Keep.NOTHING, Progress.SILENT);
        RunFolder run = new RunFolder(folder.resolve("out"), "bundle", Bundle::isAt, options);
        assertThatThrownBy(() -> run.carryOut(() -> {
                    work.run();
                    throw new BadInput("w.pth", "does not fit");
                }))
                .hasMessage("w.pth: does not fit");
    }

    @Test
    void aRunThatIsRefusedLeavesNothingButWhatWasDoneAndWhatIsNotOurs() throws IOException {
        refused(false, () -> {
            begin();
            return null;
        });
        assertThat(part).doesNotExist();

        refused(false, () -> {
            begin();
            Files.createFile(part.resolve("checkpoint-00-000000012"));
            return null;
        });
        assertThat(part.resolve("checkpoint-00-000000012")).exists();

        Files.delete(part.resolve("checkpoint-00-000000012"));
        refused(true, () -> null);
        assertThat(part.resolve("recipe.json")).exists();

        Storage.LOCAL.delete(part);
        Path mine = Files.createDirectory(part).resolve("mine.txt");
        Files.writeString(mine, "mine");
        refused(false, () -> null);
        assertThat(mine).hasContent("mine");
    }
}
