package dev.graft.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.Check;
import dev.graft.base.Digest;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.engine.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code graft.json} says of a bundle.
 *
 * @param format of the bundle; a reader refuses what is newer than it
 * @param checksum SHA-256 of this very file, with this field at zeros
 * @param task of the main output, and so is {@code head}
 * @param outputs every output by its name where there are several, the main one first; else null
 * @param modality of what it reads
 * @param input how inputs are read
 * @param base the network that is named and not copied, null where the bundle holds all weights
 * @param sha256 of every other part by its name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Manifest(
        int format,
        String checksum,
        Task task,
        HeadShape head,
        Map<String, Answer> outputs,
        Precision precision,
        Modality modality,
        InputChoice input,
        Base base,
        Provenance provenance,
        Map<String, String> sha256) {
    static final String FILE = "graft.json";
    static final int FORMAT = 2;
    private static final int FORMAT_OF_ONE_OUTPUT = 1;
    private static final String BLANK = "0".repeat(64);
    private static final Pattern CHECKSUM = Pattern.compile("(\"checksum\"\\s*:\\s*\")([0-9a-f]{64})\"");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A network by its name in the catalogue and the SHA-256 of its weights. */
    record Base(String name, String sha256, String source) {}

    /** One of several outputs. */
    record Answer(Task task, HeadShape head) {}

    Manifest {
        Check.that(
                task != null
                        && head != null
                        && precision != null
                        && provenance != null
                        && sha256 != null
                        && modality != null
                        && input != null,
                "it lacks what every model has");
        sha256 = new TreeMap<>(sha256);
        Check.that(outputs == null || outputs.size() > 1, "its outputs are not several");
        outputs = outputs == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    static Manifest of(Model model, Optional<Base> base, Map<String, String> sha256) {
        boolean one = model.outputs().size() == 1;
        return new Manifest(
                one ? FORMAT_OF_ONE_OUTPUT : FORMAT,
                BLANK,
                model.task(),
                model.output().head().shape(),
                one ? null : outputs(model),
                model.precision(),
                model.body().input().modality(),
                model.body().input().choice().forAnswers(),
                base.orElse(null),
                model.provenance(),
                sha256);
    }

    private static Map<String, Answer> outputs(Model model) {
        Map<String, Answer> outputs = new LinkedHashMap<>();
        model.outputs()
                .forEach((name, output) -> outputs.put(
                        name, new Answer(output.task(), output.head().shape())));
        return outputs;
    }

    /** What the model answers, by name. */
    Map<String, Answer> answers() {
        return outputs == null ? Map.of(Model.MAIN, new Answer(task, head)) : outputs;
    }

    byte[] json() {
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
        return (text.replaceFirst(BLANK, Digest.sha256(text.getBytes(StandardCharsets.UTF_8))) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    static Manifest read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isDirectory(folder)) {
            throw new BadInput(folder.toString(), "is no bundle: there is no such folder");
        }
        if (!Files.isRegularFile(file)) {
            throw new BadInput(folder.toString(), "is no bundle: it has no " + FILE + "; 'graft train' writes one");
        }
        String text = new String(ByteSource.whole(file, ByteSource.DESCRIPTION), StandardCharsets.UTF_8);
        try {
            JsonNode tree = JSON.readTree(text);
            int format = tree.path("format").asInt(0);
            if (format > FORMAT) {
                throw new BadInput(
                        file.toString(),
                        "was written by a newer Graft (format " + format + "); this one reads format " + FORMAT
                                + ". Update Graft.");
            }
            check(text, file);
            return JSON.treeToValue(tree, Manifest.class);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new BadInput(
                    file.toString(), "is damaged (" + first(e) + "); take the bundle from its source again", e);
        }
    }

    private static String first(RuntimeException e) {
        return String.valueOf(e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage())
                .split("\n", 2)[0];
    }

    private static void check(String text, Path file) throws BadInput {
        Matcher checksum = CHECKSUM.matcher(text);
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        boolean sound = checksum.find()
                && Digest.sha256(body.replaceFirst(checksum.group(2), BLANK).getBytes(StandardCharsets.UTF_8))
                        .equals(checksum.group(2));
        if (!sound) {
            throw new BadInput(
                    file.toString(),
                    "is damaged or was edited: its checksum differs. Take the bundle from its source again.");
        }
    }

    /** Reads every part and compares its hash. */
    void verify(Path folder) throws IOException {
        for (Map.Entry<String, String> part : sha256.entrySet()) {
            Path within = Path.of(part.getKey()).normalize();
            Path file = folder.resolve(within);
            if (within.getRoot() != null || within.startsWith("..") || !Files.isRegularFile(file)) {
                throw new BadInput(
                        folder.toString(), "lacks its part " + part.getKey() + "; take it from its source again");
            }
            if (!Digest.sha256(file).equals(part.getValue())) {
                throw new BadInput(
                        file.toString(),
                        "is damaged: its SHA-256 is not the one in " + FILE + ". Take it from its source again.");
            }
        }
    }
}
