package dev.graft.bench.study;

import dev.graft.base.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The finished runs of a study, one file, so that a study that was stopped goes on where it was. Whole studies keep
 * theirs in {@code docs/studies} of the repository: what a table says can be looked up there, and another machine goes on
 * with it.
 */
final class StudyRuns {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final Path file;
    private final Map<String, Map<String, Object>> done = new LinkedHashMap<>();

    /** One run: gives its figures by name. */
    interface Work {
        Map<String, Object> run() throws IOException;
    }

    /** @param name of a study; trials that are smaller than it end in {@code -small} and are not committed */
    static StudyRuns of(String name) throws IOException {
        return new StudyRuns(Path.of("docs", "studies", name + ".json"));
    }

    StudyRuns(Path file) throws IOException {
        this.file = file;
        read();
    }

    /** Also what another process, at work on other parts of the study, has written meanwhile. */
    @SuppressWarnings("unchecked")
    private void read() throws IOException {
        if (Files.exists(file)) {
            done.putAll(JSON.readValue(Files.readString(file, StandardCharsets.UTF_8), LinkedHashMap.class));
        }
    }

    /** The figures of a run, which is carried out where it has not been before. */
    Map<String, Object> figures(String run, Work work) throws IOException {
        if (!done.containsKey(run)) {
            long began = System.nanoTime();
            Map<String, Object> figures = new LinkedHashMap<>(work.run());
            figures.put("seconds", (System.nanoTime() - began) / 1e9);
            read();
            done.put(run, figures);
            Storage.LOCAL.writeFile(
                    file, out -> out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(done)));
            System.err.println(run + " " + figures);
        }
        return done.get(run);
    }

    /** What is known of a run, null where it has not been carried out. */
    Map<String, Object> known(String run) {
        return done.get(run);
    }
}
