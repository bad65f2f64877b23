package dev.graft.bench.study;

import dev.graft.hub.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where studies put what is not for the repository. */
final class StudyFolder {
    private StudyFolder() {}

    static Path place() {
        return Hub.standard().home().root().resolve("studies");
    }

    /** A file of this process' own, which is gone when it ends. */
    static Path temporary(String name) throws IOException {
        Path folder = Files.createDirectories(place());
        Path file = folder.resolve(ProcessHandle.current().pid() + "-" + name);
        file.toFile().deleteOnExit();
        return file;
    }
}
