package dev.graft.train;

import dev.graft.base.BadInput;
import dev.graft.base.Storage;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.StateDict;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The state of an unfinished run: what is trained, the optimizer's state and where the run stands, in one safetensors
 * file per checkpoint. The last two are kept, so that a damaged one costs an epoch and not the run.
 */
final class Checkpoints {
    private static final String PREFIX = "checkpoint-";
    private static final String SUFFIX = ".safetensors";
    private static final String CHECKSUM = "checksum";
    private static final JsonMapper JSON = new JsonMapper();

    /** Of a run that keeps none. */
    static final Checkpoints NONE = new Checkpoints(Optional.empty(), Optional.empty());

    private final Optional<Path> folder;
    private final Optional<Saved> last;

    /** @param facts {@code phase}, {@code step}, the best value so far and the like */
    record Saved(Path file, Map<String, String> facts) {
        long number(String fact) {
            return Long.parseLong(facts.get(fact));
        }
    }

    private Checkpoints(Optional<Path> folder, Optional<Saved> last) {
        this.folder = folder;
        this.last = last;
    }

    static Checkpoints of(Settings settings) throws IOException {
        Optional<Saved> last = Optional.empty();
        if (settings.checkpoints().isPresent() && settings.resume()) {
            last = newest(settings);
        }
        return new Checkpoints(settings.checkpoints(), last);
    }

    private static Optional<Saved> newest(Settings settings) throws IOException {
        List<Path> files = files(settings.checkpoints().get());
        for (int i = files.size() - 1; i >= 0; i--) {
            try (TensorFile file = Safetensors.open(files.get(i))) {
                check(file, files.get(i));
                return Optional.of(new Saved(files.get(i), file.metadata()));
            } catch (BadInput damaged) {
                settings.progress().note(damaged.getMessage() + " An older checkpoint is used.");
            }
        }
        return Optional.empty();
    }

    private static void check(TensorFile file, Path path) throws IOException {
        Map<String, String> facts = new TreeMap<>(file.metadata());
        CRC32C sum = sum(facts.entrySet().stream()
                .filter(e -> !CHECKSUM.equals(e.getKey()))
                .toList());
        ByteBuffer bytes = ByteBuffer.allocate(0); // as large as the largest before, so that few are made
        for (String name : file.names()) {
            int count = Math.toIntExact(file.entry(name).bytes());
            bytes = count > bytes.capacity()
                    ? ByteBuffer.allocate(count)
                    : bytes.clear().limit(count);
            file.read(name, bytes);
            add(sum, name, bytes.flip());
        }
        if (!Long.toHexString(sum.getValue()).equals(facts.get(CHECKSUM))) {
            throw new BadInput(path.toString(), "is damaged: its checksum differs.");
        }
    }

    private static CRC32C sum(Iterable<Map.Entry<String, String>> facts) {
        CRC32C sum = new CRC32C();
        facts.forEach(fact -> add(sum, fact.getKey() + "=" + fact.getValue(), ByteBuffer.allocate(0)));
        return sum;
    }

    private static void add(CRC32C sum, String name, ByteBuffer bytes) {
        sum.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        sum.update(bytes);
    }

    private static List<Path> files(Path folder) throws IOException {
        return Storage.LOCAL.list(folder).stream()
                .filter(file -> {
                    String name = file.getFileName().toString();
                    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
                })
                .sorted()
                .toList();
    }

    /** The phase to go on with; 0 for a run that begins. */
    int phase() {
        return last.map(saved -> (int) saved.number("phase")).orElse(0);
    }

    /** The checkpoint of this phase, if the run goes on in it. */
    Optional<Saved> in(int phase) {
        return last.filter(saved -> saved.number("phase") == phase);
    }

    /** Writes one; older ones but the last go. */
    void save(int phase, long step, Map<String, String> facts, Map<String, Tensor> tensors) throws IOException {
        if (folder.isEmpty()) {
            return;
        }
        Map<String, String> all = new TreeMap<>(facts);
        all.put("phase", Integer.toString(phase));
        all.put("step", Long.toString(step));
        Path file = folder.get().resolve(String.format(Locale.ROOT, "%s%02d-%09d%s", PREFIX, phase, step, SUFFIX));
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> sorted = new TreeMap<>(tensors);
            CRC32C sum = sum(all.entrySet());
            sorted.forEach((name, tensor) -> add(sum, name, tensor.bytes()));
            all.put(CHECKSUM, Long.toHexString(sum.getValue()));
            Storage.LOCAL.writeFile(file, out -> StateDict.write(out, all, sorted));
        }
        List<Path> files = files(folder.get());
        for (Path old : files.subList(0, Math.max(0, files.size() - 2))) {
            Storage.LOCAL.delete(old);
        }
    }

    /** Writes the saved values back into these tensors. */
    static void restore(Saved saved, Map<String, Tensor> tensors) throws IOException {
        try (TensorFile file = Safetensors.open(saved.file())) {
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                Tensor into = entry.getValue();
                if (!file.names().contains(entry.getKey())
                        || !file.entry(entry.getKey()).shape().equals(into.shape())
                        || file.entry(entry.getKey()).type() != into.dtype()) {
                    throw new BadInput(
                            saved.file().toString(),
                            "is of another run: it lacks tensor '" + entry.getKey() + "' of shape " + into.shape()
                                    + ". Begin anew with --overwrite.");
                }
                into.fillInPlace(bytes -> file.read(entry.getKey(), bytes));
            }
        }
    }

    /** What a run has found so far, as one of a checkpoint's facts; {@link #found} reads it back. */
    static String text(Map<String, Object> found) {
        return JSON.writeValueAsString(found);
    }

    static Map<String, Object> found(String text) {
        return JSON.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /** Tensors under a prefix. */
    static Map<String, Tensor> under(String prefix, Map<String, Tensor> tensors) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> named.put(prefix + name, tensor));
        return named;
    }
}
