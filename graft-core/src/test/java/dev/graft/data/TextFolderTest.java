package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TextFolderTest {
    @TempDir
    Path folder;

    @Test
    void readsAClassFromEachFolderInTheOrderOfNames() throws Exception {
        Texts.file(folder, "猫/b.txt", "miau");
        Texts.file(folder, "dog/10.txt", "wuff");
        Texts.file(folder, "dog/9.TXT", "wau");
        Texts.file(folder, "dog/deeper/a.txt", "woof");

        TextFolder texts = TextFolder.open(folder);

        assertThat(texts.get(0)).isEqualTo(new Sample<>(Text.of("wuff"), new Target.Label("dog"), "dog/10.txt"));
        assertThat(texts.get(1).where()).isEqualTo("dog/9.TXT");
        assertThat(texts.get(2).where()).isEqualTo("dog/deeper/a.txt");
        assertThat(texts.get(3).target()).isEqualTo(new Target.Label("猫"));
        assertThat(texts.notes()).isEmpty();
    }

    @Test
    void saysWhatItSkipsAndWhy() throws Exception {
        Texts.file(folder, "a/1.txt", "x");
        Texts.file(folder, "a/.DS_Store", "x");
        Texts.file(folder, "a/Thumbs.db", "x");
        Texts.file(folder, "a/picture.jpg", "x");
        Texts.file(folder, "readme.txt", "x");

        assertThat(TextFolder.open(folder).notes())
                .containsExactly(
                        "skipped 2 (hidden): a/.DS_Store, a/Thumbs.db",
                        "skipped 1 (not .txt): a/picture.jpg",
                        "skipped 1 (not in a class folder): readme.txt");
    }

    @Test
    @Timeout(10)
    void entersNoLoopOpensNoPipeAndLeavesTheFolderNowhere() throws Exception {
        Path inside = Texts.file(folder, "data/a/1.txt", "x");
        Path outside = Texts.file(folder, "secret.txt", "s");
        Path a = inside.getParent();
        Files.createSymbolicLink(a.resolve("loop"), a);
        Files.createSymbolicLink(a.resolve("out.txt"), outside);
        Files.createSymbolicLink(a.resolve("self.txt"), a.resolve("self.txt"));
        Files.createSymbolicLink(a.resolve("twin.txt"), inside);
        boolean piped = new ProcessBuilder("mkfifo", a.resolve("pipe.txt").toString())
                        .start()
                        .waitFor()
                == 0;
        assumeTrue(piped, "no mkfifo on this system");

        TextFolder texts = TextFolder.open(folder.resolve("data"));

        assertThat(texts.size()).isEqualTo(2);
        assertThat(texts.notes())
                .containsExactly(
                        "skipped 2 (links that break or leave the folder): a/out.txt, a/self.txt",
                        "skipped 1 (links to folders): a/loop",
                        "skipped 1 (pipes, sockets or devices): a/pipe.txt");
    }

    @Test
    void namesTheFileThatIsNotUtf8() throws Exception {
        Texts.file(folder, "a/1.txt", "fine");
        Files.write(folder.resolve("a/2.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> TextFolder.open(folder)).hasMessageContainingAll("a/2.txt", "byte 3 is not UTF-8");
    }

    @Test
    void refusesFoldersWithoutTexts() throws Exception {
        assertThatThrownBy(() -> TextFolder.open(folder))
                .hasMessageContaining("no sub-folders; wanted one for each class");
        Texts.file(folder, "a/1.txt", "x");
        Files.createDirectories(folder.resolve("b"));
        assertThatThrownBy(() -> TextFolder.open(folder))
                .hasMessageContainingAll("b: no .txt files in this class folder");
    }

    @Test
    void knowsPartsFromClasses() throws Exception {
        Texts.file(folder, "train/a/1.txt", "x");
        Texts.file(folder, "train/b/1.txt", "y");
        Texts.file(folder, "test/a/1.txt", "z");

        Parts<Text> parts = TextData.openParts(folder, TableOptions.DEFAULTS);

        assertThat(parts.train().size()).isEqualTo(2);
        assertThat(parts.test().orElseThrow().size()).isEqualTo(1);
        assertThat(parts.validation()).isEmpty();
        assertThatThrownBy(() -> TextData.open(folder)).hasMessageContaining("holds parts (train, test), not classes");
    }

    @Test
    void refusesOtherFilesWithWhatIsAccepted() throws Exception {
        Path file = Texts.file(folder, "reviews.xlsx", "x");
        assertThatThrownBy(() -> TextData.open(file))
                .hasMessageContainingAll("reviews.xlsx", ".csv", ".jsonl", "folder");
        assertThatThrownBy(() -> TextData.open(folder.resolve("review.xlsx")))
                .hasMessageContaining("there is no such file; did you mean 'reviews.xlsx'?");
    }
}
