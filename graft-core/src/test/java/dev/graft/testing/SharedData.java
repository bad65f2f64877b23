package dev.graft.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of real data that lies beside the repository, or where GRAFT_DATA says. */
public final class SharedData {
    private SharedData() {}

    /** A file or folder of it; the test is skipped if the data are not on this machine. */
    public static Path path(String name) {
        Path folder = Optional.ofNullable(System.getenv("GRAFT_DATA"))
                .map(Path::of)
                .orElseGet(() -> repository().resolveSibling("shared").resolve("data"));
        assumeTrue(Files.isDirectory(folder), () -> "no shared data in " + folder + "; set GRAFT_DATA");
        return folder.resolve(name);
    }

    /** The outermost folder above the working folder that still has a pom.xml. */
    private static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && Files.exists(folder.resolveSibling("pom.xml"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
