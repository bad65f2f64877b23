package dev.graft.bench.study;

import dev.graft.base.BadInput;
import dev.graft.base.Digest;
import dev.graft.base.Lock;
import dev.graft.base.Storage;
import dev.graft.train.DivergedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The finished runs of a study, one file, so that a study that was stopped goes on where it was. Whole studies keep
 * theirs in {@code docs/studies} of the repository: what a table says can be looked up there, and another machine goes on
 * with it. A run whose training diverged counts as finished, but has no figures.
 */
final class StudyRuns {
    /** In place of the figures of a run that came to nothing: why. */
    static final String FAILED = "failed";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

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

    /** Also what another process has written meanwhile. */
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
            Map<String, Object> figures = new LinkedHashMap<>(carriedOut(work));
            figures.put("seconds", (System.nanoTime() - began) / 1e9);
            keep(run, figures);
            System.err.println(run + " " + figures);
        }
        return done.get(run);
    }

    /** Carries a run out where that has not been done and no other process is at it, so that several share a study. */
    void share(String run, Work work) throws IOException {
        Optional<Lock> claim = claim(run);
        if (claim.isPresent()) {
            try (Lock lock = claim.get()) {
                read();
                figures(run, work);
            }
        }
    }

    private Optional<Lock> claim(String run) throws IOException {
        String name = Digest.sha256((file.toAbsolutePath() + " " + run).getBytes(StandardCharsets.UTF_8));
        Path place = Path.of(System.getProperty("java.io.tmpdir"), "graft-study-" + name);
        try {
            return Optional.of(Storage.LOCAL.lock(place, Duration.ZERO));
        } catch (BadInput e) {
            return Optional.empty(); // somebody else has it
        }
    }

    private static Map<String, Object> carriedOut(Work work) throws IOException {
        try {
            return work.run();
        } catch (DivergedException e) {
            return Map.of(FAILED, e.getMessage());
        }
    }

    private void keep(String run, Map<String, Object> figures) throws IOException {
        try (Lock lock = Storage.LOCAL.lock(file, PATIENCE)) {
            read();
            done.put(run, figures);
            Storage.LOCAL.writeFile(
                    file, out -> out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(done)));
        }
    }

    /** What is known of a run, null where it has not been carried out, or failed. */
    Map<String, Object> known(String run) {
        return failed(run) ? null : done.get(run);
    }

    boolean failed(String run) {
        return done.containsKey(run) && done.get(run).containsKey(FAILED);
    }

    /** What is known of a run's draws, by their numbers, up to the first that has not been carried out. */
    SortedMap<Integer, Map<String, Object>> draws(IntFunction<String> run) {
        SortedMap<Integer, Map<String, Object>> known = new TreeMap<>();
        for (int draw = 0; done.containsKey(run.apply(draw)); draw++) {
            if (!failed(run.apply(draw))) {
                known.put(draw, done.get(run.apply(draw)));
            }
        }
        return known;
    }

    /** A paragraph that names the runs which no table counts; empty where there are none. */
    String failures() {
        String names = done.keySet().stream().filter(this::failed).collect(Collectors.joining("; "));
        return names.isEmpty() ? "" : "\nFailed, and in none of the figures: " + names + ".\n";
    }
}
