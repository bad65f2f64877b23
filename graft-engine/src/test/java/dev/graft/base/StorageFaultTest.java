package dev.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageFaultTest {
    private static final String FULL = "No space left on device";

    @TempDir
    Path folder;

    private static FolderContent version(String version) {
        return parts -> {
            parts.write("model.safetensors", out -> out.write((version + "-weights").getBytes(StandardCharsets.UTF_8)));
            parts.write("1_Pooling/config.json", out -> out.write(version.getBytes(StandardCharsets.UTF_8)));
        };
    }

    private static String content(Path tree) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(tree.relativize(path).toString(), Files.readString(path));
            }
        }
        return files.toString();
    }

    private static final String OLD = "{1_Pooling/config.json=old, model.safetensors=old-weights}";
    private static final String NEW = "{1_Pooling/config.json=new, model.safetensors=new-weights}";

    /** Every step of a save, killed there: what is found afterwards is one version, whole. */
    @Test
    void aKillAtAnyStepOfAFolderSaveLeavesTheOldOrTheNew() throws IOException {
        int oldSeen = 0;
        int newSeen = 0;
        for (int step = 1; ; step++) {
            Path target = folder.resolve("killed" + step);
            Storage.LOCAL.writeFolder(target, version("old"));
            FaultyDisk disk = new FaultyDisk(step, true, "killed");
            boolean finished = succeeds(new Storage(disk), target);
            Storage.LOCAL.recover(target);
            assertThat(content(target))
                    .as("killed at step %s, %s", step, disk.steps())
                    .isIn(OLD, NEW);
            oldSeen += content(target).equals(OLD) ? 1 : 0;
            newSeen += content(target).equals(NEW) ? 1 : 0;
            Storage.LOCAL.writeFolder(target, version("new"));
            assertThat(content(target)).isEqualTo(NEW);
            if (finished && disk.steps().size() < step) {
                break;
            }
        }
        assertThat(oldSeen).isGreaterThan(8);
        assertThat(newSeen).isPositive();
        assertThat(Storage.LOCAL.list(folder)).allMatch(path -> !path.toString().endsWith(".part"));
    }

    /** One error that passes, as a full disk: the process lives on, and cleans up by itself. */
    @Test
    void anErrorAtAnyStepOfAFolderSaveLeavesTheOldOrTheNewAndNothingElse() throws IOException {
        for (int step = 1; ; step++) {
            Path parent = Files.createDirectory(folder.resolve("full" + step));
            Path target = parent.resolve("birds");
            Storage.LOCAL.writeFolder(target, version("old"));
            FaultyDisk disk = new FaultyDisk(step, false, FULL);
            boolean finished = succeeds(new Storage(disk), target);
            Storage.LOCAL.recover(target);
            assertThat(content(target))
                    .as("failed at step %s, %s", step, disk.steps())
                    .isIn(OLD, NEW);
            boolean cleaningFailed =
                    disk.steps().get(Math.min(step, disk.steps().size()) - 1).startsWith("delete");
            assertThat(Storage.LOCAL.list(parent)).as("step %s", step).hasSizeLessThanOrEqualTo(cleaningFailed ? 2 : 1);
            if (finished && disk.steps().size() < step) {
                break;
            }
        }
    }

    private static boolean succeeds(Storage storage, Path target) {
        try {
            storage.writeFolder(target, version("new"));
            return true;
        } catch (IOException e) {
            assertThat(e.getMessage()).doesNotContain("\n");
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorAtAnyStepOfAFileWriteLeavesTheOldOrTheNew(boolean forGood) throws IOException {
        Path target = folder.resolve("notes.txt");
        for (int step = 1; step <= 6; step++) {
            Storage.LOCAL.writeFile(target, out -> out.write('o'));
            FaultyDisk disk = new FaultyDisk(step, forGood, FULL);
            int failing = step;
            assertThatThrownBy(() -> new Storage(disk).writeFile(target, out -> out.write('n')))
                    .as("step %s", failing)
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessage("notes.txt: the disk is full; nothing was changed. Make room and try again");
            assertThat(Files.readString(target)).isIn("o", "n");
            if (!forGood) {
                assertThat(Storage.LOCAL.list(folder)).containsExactly(target);
            }
        }
    }

    @Test
    void forcesEveryFileAndFolderBeforeItGetsItsName() throws IOException {
        FaultyDisk disk = FaultyDisk.sound();
        new Storage(disk).writeFolder(folder.resolve("birds"), version("new"));

        int moved = disk.steps().indexOf("rename birds.new.part");
        assertThat(disk.steps().subList(0, moved))
                .contains("force model.safetensors", "force config.json", "force 1_Pooling", "force birds.new.part");
        assertThat(disk.steps().subList(moved, disk.steps().size())).contains("force " + folder.getFileName());
    }

    @Test
    void saysWhoFailedWhenTheContentDoes() {
        assertThatThrownBy(() -> Storage.LOCAL.writeFile(folder.resolve("a"), out -> {
                    throw new BadInput("photo.jpg", "is cut");
                }))
                .isExactlyInstanceOf(BadInput.class)
                .hasMessage("photo.jpg: is cut");
        assertThatThrownBy(() -> Storage.LOCAL.writeFolder(folder.resolve("b"), parts -> {
                    parts.write("x", out -> out.write(1));
                    throw new IllegalStateException("ours");
                }))
                .isExactlyInstanceOf(IllegalStateException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
