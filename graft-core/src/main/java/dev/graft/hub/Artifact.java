package dev.graft.hub;

import dev.graft.base.Check;
import java.util.List;

/**
 * A pretrained network as it is published: weights, what belongs to them, and how to get them.
 *
 * @param name of the folder it has in Graft's home, as {@code all-minilm-l6-v2}
 * @param coordinates the Maven dependency that carries it, as {@code group:artifact:version}
 * @param weights in ONNX or safetensors; its name in the home is {@code model.safetensors}
 * @param files what is kept as it is, as the tokenizer
 * @param config text of the {@code config.json} that Hugging Face's loaders want beside them
 */
public record Artifact(String name, String coordinates, Resource weights, List<Resource> files, String config) {
    public static final String WEIGHTS = "model.safetensors";
    public static final String TOKENIZER = "tokenizer.json";
    public static final String CONFIG = "config.json";

    public Artifact {
        Check.that(
                name.matches("\\w[\\w.-]*"),
                "an artifact's name must be of letters, digits and -._, was '" + name + "'");
        Check.that(weights.file().equals(WEIGHTS), "an artifact's weights must be called " + WEIGHTS);
        Check.that(
                files.stream().map(Resource::file).distinct().count() == files.size()
                        && files.stream()
                                .noneMatch(f ->
                                        List.of(WEIGHTS, CONFIG, Manifest.FILE).contains(f.file())),
                "an artifact's files must have names of their own");
        files = List.copyOf(files);
    }

    /** A text encoder: weights and a tokenizer. */
    public static Artifact encoder(
            String name,
            String coordinates,
            String weights,
            String weightsSha256,
            String tokenizer,
            String tokenizerSha256,
            String config) {
        return new Artifact(
                name,
                coordinates,
                new Resource(weights, WEIGHTS, weightsSha256),
                List.of(new Resource(tokenizer, TOKENIZER, tokenizerSha256)),
                config);
    }
}
