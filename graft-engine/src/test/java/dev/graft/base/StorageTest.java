package dev.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
    @TempDir
    Path folder;

    private final Storage storage = Storage.LOCAL;

    @ParameterizedTest
    @ValueSource(strings = {"a b", "猫", "x.part", "-rf", "long"})
    void writesUnderAnyName(String given) throws IOException {
        String name = given.equals("long") ? "n".repeat(250) : given;
        Path file = folder.resolve("deep/er").resolve(name);
        storage.writeFile(file, out -> out.write(1));
        storage.writeFile(file, out -> out.write(2));
        Path tree = folder.resolve("trees").resolve(name);
        storage.writeFolder(tree, parts -> parts.write("one", out -> out.write(1)));
        storage.writeFolder(tree, parts -> parts.write("two", out -> out.write(2)));

        assertThat(Files.readAllBytes(file)).containsExactly(2);
        assertThat(storage.list(tree)).containsExactly(tree.resolve("two"));
        assertThat(storage.list(file.getParent())).containsExactly(file);
        assertThat(storage.list(tree.getParent())).containsExactly(tree);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/etc/evil", "", ".", "a/../../evil"})
    void keepsFilesOfAFolderWithinIt(String name) {
        assertThatThrownBy(() ->
                        storage.writeFolder(folder.resolve("birds"), parts -> parts.write(name, out -> out.write(1))))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("must have a name within it");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesToReplaceAFileByAFolderAndAFolderByAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Path tree = Files.createDirectory(folder.resolve("tree"));

        assertThatThrownBy(() -> storage.writeFolder(file, parts -> {})).hasMessageStartingWith("file: is a file");
        assertThatThrownBy(() -> storage.writeFile(tree, out -> {})).hasMessageStartingWith("tree: is a folder");
    }

    @Test
    void replacesALinkAndLeavesWhatItPointsTo() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.createFile(real.resolve("kept"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        storage.writeFolder(link, parts -> parts.write("new", out -> out.write(1)));

        assertThat(real.resolve("kept")).exists();
        assertThat(link).isDirectoryContaining("glob:**/new");
        assertThat(Files.isSymbolicLink(link)).isFalse();
    }

    @Test
    void deletesTreesWithoutFollowingLinks() throws IOException {
        Path outside = Files.createFile(folder.resolve("outside"));
        Path tree = Files.createDirectories(folder.resolve("tree/branch")).getParent();
        Files.createSymbolicLink(tree.resolve("branch/link"), outside);
        Files.createSymbolicLink(tree.resolve("loop"), tree);

        storage.delete(tree);
        storage.delete(folder.resolve("never was"));

        assertThat(tree).doesNotExist();
        assertThat(outside).exists();
    }

    @Test
    void recoversTheOldFolderAfterAKillBetweenTheTwoMoves() throws IOException {
        Path old = Files.createDirectory(folder.resolve("birds.old.part"));
        Files.createFile(old.resolve("graft.json"));

        storage.recover(folder.resolve("birds"));

        assertThat(storage.list(folder)).containsExactly(folder.resolve("birds"));
        assertThat(folder.resolve("birds/graft.json")).exists();
    }

    @Test
    void sweepsWhatIsOldAndOursAndNothingElse() throws IOException {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        for (String name : new String[] {"a.12-3.part", "b.new.part", "c.old.part", "d.lock.part", "mine.part", "x"}) {
            Path part = name.matches("[bc].*")
                    ? Files.createDirectory(folder.resolve(name))
                    : Files.createFile(folder.resolve(name));
            Files.setLastModifiedTime(part, FileTime.from(yesterday));
        }
        Files.createFile(folder.resolve("fresh.12-4.part"));

        int swept = storage.sweep(folder, Duration.ofHours(1));

        assertThat(storage.list(folder))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("c", "fresh.12-4.part", "mine.part", "x");
        assertThat(swept).isEqualTo(4);
    }

    @Test
    void saysInOneLineWhatCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> storage.writeFile(file.resolve("under"), out -> out.write(1)))
                .isInstanceOf(IOException.class)
                .message()
                .startsWith("under: cannot be written")
                .doesNotContain("\n", folder.toString());
    }

    @Test
    void writesFoldersAtPathsWithDotsInThem() throws IOException {
        Files.createDirectory(folder.resolve("a"));
        Path relative = Path.of(".").resolve(Path.of("").toRealPath().relativize(folder.toRealPath()));

        for (Path target : List.of(folder.resolve("a/../b"), folder.resolve("./c"), relative.resolve("d"))) {
            storage.writeFolder(target, parts -> parts.write("deep/./one", out -> out.write(1)));
            assertThat(target.resolve("deep/one")).hasBinaryContent(new byte[] {1});
        }

        assertThat(storage.list(folder))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void replacesNoDevice() throws IOException {
        Path link =
                Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null")); // the true one is not risked

        assertThatThrownBy(() -> storage.writeFile(link, out -> out.write(1)))
                .isInstanceOf(BadInput.class)
                .hasMessage("null: is no regular file; name one");
        assertThat(Files.isSymbolicLink(link)).isTrue();
    }
}
