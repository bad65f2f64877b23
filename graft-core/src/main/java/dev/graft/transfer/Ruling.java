package dev.graft.transfer;

import dev.graft.base.ByteSource;
import dev.graft.base.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a guard decided.
 *
 * @param chosen name of the strategy that stays
 * @param found what a model's provenance says of it
 */
record Ruling(String chosen, Map<String, Object> found) {
    private static final String BACK = "went back to the probe: ";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FILE = "guard.json";
    private static final String PROBE = LinearProbe.DEFAULTS.name();
    private static final String PAIRS = Contrastive.DEFAULTS.name();
    /** Right answers more than the probe's that are enough by themselves. */
    private static final int CLEARLY = 2;

    /**
     * How a strategy did.
     *
     * @param name of the strategy
     * @param value of the main metric; NaN where it diverged
     * @param logLoss NaN where it is unknown
     */
    record Candidate(String name, double value, double logLoss) {}

    Ruling {
        found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
    }

    /**
     * What is tuned must be better than the probe to be kept. Tuning on pairs, which does not begin with the probe, must
     * not win by a single example unless its probabilities are better, too.
     *
     * @param metric name of the one that both are measured by
     * @param how the examples judged, in words
     */
    static Ruling of(String metric, Candidate probe, Candidate tuned, int examples, String how) {
        boolean clearly =
                tuned.logLoss() < probe.logLoss() || Math.round((tuned.value() - probe.value()) * examples) >= CLEARLY;
        boolean kept =
                tuned.value() > probe.value() && (clearly || !tuned.name().equals(PAIRS));
        String said = Double.isNaN(tuned.value())
                ? diverged(tuned.name())
                : work(tuned.name()) + (kept ? " was kept: " : " gave ") + shown(tuned.value());
        Map<String, Object> found = new LinkedHashMap<>();
        found.put(
                Guard.SAID,
                (kept ? "" : BACK) + said + ", the probe " + shown(probe.value()) + ", in " + metric + " on " + examples
                        + " " + how);
        found.put("probeValidation", probe.value());
        if (!Double.isNaN(tuned.value())) {
            found.put("tunedValidation", tuned.value());
        }
        return new Ruling(kept ? tuned.name() : probe.name(), found);
    }

    /** In words, what a strategy does beyond a probe. */
    static String work(String strategy) {
        return strategy.equals(PAIRS) ? "tuning on pairs" : "fine-tuning";
    }

    static String diverged(String strategy) {
        return work(strategy) + " diverged";
    }

    static Ruling back(String why) {
        return new Ruling(PROBE, Map.of(Guard.SAID, BACK + why));
    }

    /** Nothing else was tried. */
    static Ruling alone(String why) {
        return new Ruling(PROBE, Map.of(Guard.SAID, "kept the probe: " + why));
    }

    boolean kept() {
        return !chosen.equals(PROBE);
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** What an interrupted run had decided. */
    static Optional<Ruling> read(Transfer.Run run) throws IOException {
        Optional<Path> file = run.checkpoints().map(folder -> folder.resolve(FILE));
        return run.resume() && file.isPresent() && Files.isRegularFile(file.get())
                ? Optional.of(JSON.readValue(ByteSource.whole(file.get(), ByteSource.DESCRIPTION), Ruling.class))
                : Optional.empty();
    }

    void write(Transfer.Run run) throws IOException {
        if (run.checkpoints().isPresent()) {
            Storage.LOCAL.writeFile(
                    run.checkpoints().get().resolve(FILE), out -> out.write(JSON.writeValueAsBytes(this)));
        }
    }
}
