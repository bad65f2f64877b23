package dev.graft.transfer;

import dev.graft.base.ByteSource;
import dev.graft.base.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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
    static final String DIVERGED = "fine-tuning diverged";

    private static final String BACK = "went back to the probe: ";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String FILE = "guard.json";
    private static final String PROBE = LinearProbe.DEFAULTS.name();
    private static final String TUNED = ProbeFineTune.DEFAULTS.name();
    private static final String PAIRS = Contrastive.DEFAULTS.name();
    /** Right answers more than the probe's that are enough by themselves. */
    private static final int CLEARLY = 2;

    /**
     * How a strategy did.
     *
     * @param value of the main metric; NaN where it diverged
     * @param logLoss NaN where it is unknown
     */
    record Candidate(double value, double logLoss) {
        static final Candidate DIVERGED = new Candidate(Double.NaN, Double.NaN);
    }

    Ruling {
        found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
    }

    /**
     * Fine-tuning must be better than the probe to be kept. Tuning on pairs, which does not begin with the probe, must not
     * win by a single example unless its probabilities are better, too; it may be level with fine-tuning, as it is made
     * for as few labels as it is tried with.
     *
     * @param metric name of the one that all are measured by
     * @param pairs what tuning on pairs gave, where it was tried
     * @param how the examples judged, in words
     */
    static Ruling of(
            String metric, Candidate first, Candidate second, Optional<Candidate> pairs, int examples, String how) {
        double probe = first.value();
        double tuned = second.value();
        double third = pairs.map(Candidate::value).orElse(Double.NaN);
        boolean surer = pairs.isPresent() && pairs.get().logLoss() < first.logLoss();
        boolean clearly = surer || Math.round((third - probe) * examples) >= CLEARLY;
        boolean best = third > probe && !(third < tuned) && clearly;
        String chosen = best ? PAIRS : tuned > probe ? TUNED : PROBE;
        List<String> others = new ArrayList<>();
        if (best) {
            others.add("tuning on pairs was kept: " + shown(third));
        }
        String before = best ? "fine-tuning " : tuned > probe ? "fine-tuning was kept: " : "fine-tuning gave ";
        others.add(Double.isNaN(tuned) ? DIVERGED : before + shown(tuned));
        if (pairs.isPresent() && !best) {
            others.add("tuning on pairs " + (Double.isNaN(third) ? "diverged" : shown(third)));
        }
        others.add("the probe " + shown(probe));
        Map<String, Object> found = new LinkedHashMap<>();
        found.put(
                Guard.SAID,
                (chosen.equals(PROBE) ? BACK : "") + String.join(", ", others) + ", in " + metric + " on " + examples
                        + " " + how);
        found.put("probeValidation", probe);
        if (!Double.isNaN(tuned)) {
            found.put("tunedValidation", tuned);
        }
        if (!Double.isNaN(third)) {
            found.put("pairsValidation", third);
            found.put("probeLogLoss", first.logLoss());
            found.put("pairsLogLoss", pairs.get().logLoss());
        }
        return new Ruling(chosen, found);
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
