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
 * @param kept whether fine-tuning stays
 * @param found what a model's provenance says of it
 */
record Ruling(boolean kept, Map<String, Object> found) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FILE = "guard.json";

    Ruling {
        found = Collections.unmodifiableMap(new LinkedHashMap<>(found));
    }

    /** Fine-tuning must be better to be kept. @param basis of both values, in words */
    static Ruling of(double probe, double tuned, String basis) {
        boolean kept = tuned > probe;
        String said = kept
                ? String.format(Locale.ROOT, "fine-tuning was kept: %.4f, the probe %.4f, by %s", tuned, probe, basis)
                : String.format(
                        Locale.ROOT,
                        "went back to the probe: fine-tuning gave %.4f, the probe %.4f, by %s",
                        tuned,
                        probe,
                        basis);
        Map<String, Object> found = new LinkedHashMap<>();
        found.put(Guard.SAID, said);
        found.put("probeValidation", probe);
        found.put("tunedValidation", tuned);
        return new Ruling(kept, found);
    }

    static Ruling back(String why) {
        return new Ruling(false, Map.of(Guard.SAID, "went back to the probe: " + why));
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
