package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.Digest;
import dev.graft.data.TextInput;
import dev.graft.data.Tokenizer;
import dev.graft.hub.Hub;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** An encoder from a folder in Hugging Face's layout: {@code config.json}, {@code model.safetensors}, tokenizer. */
public final class EncoderFolder {
    private static final String BUNDLE = "graft.json";

    /** Of a file's tensors all that belong to layers or embeddings must fit; poolers and heads are not used. */
    private static final Pattern BODY =
            Pattern.compile("(encoder|transformer)\\.layer\\..*|embeddings\\..*\\.(weight|bias)");

    private static final Loading LOADING = Loading.into("the network of its config.json")
            .spare(name -> !BODY.matcher(name).matches());

    private EncoderFolder() {}

    public static Backbone open(Path folder) throws IOException {
        return open(folder, Hub.standard());
    }

    /** @param hub where the network of a bundle comes from that holds a head alone */
    static Backbone open(Path folder, Hub hub) throws IOException {
        if (!Files.exists(folder.resolve("model.safetensors")) && Files.isRegularFile(folder.resolve(BUNDLE))) {
            return base(folder, hub); // a bundle of which only the head was trained names its body
        }
        String called = folder.toAbsolutePath().normalize().getFileName().toString();
        for (String file : new String[] {"config.json", "model.safetensors", "tokenizer.json"}) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new BadInput(
                        folder.toString(),
                        "has no " + file + "; a Hugging Face folder with config.json, model.safetensors and "
                                + "tokenizer.json is wanted");
            }
        }
        Path weights = folder.resolve("model.safetensors");
        return open(folder, new Origin(called, called, "", Digest.sha256(weights)));
    }

    private static Backbone base(Path folder, Hub hub) throws IOException {
        String name = EncoderFiles.read(folder.resolve(BUNDLE))
                .path("base")
                .path("name")
                .asString("");
        return Catalog.find(name)
                .orElseThrow(() -> new BadInput(
                        folder.toString(), "has no model.safetensors and names no base; take it from its source again"))
                .open(hub);
    }

    /** @param origin where it comes from, known already */
    public static Backbone open(Path folder, Origin origin) throws IOException {
        Path config = folder.resolve("config.json");
        EncoderConfig sizes = EncoderConfig.read(EncoderFiles.read(config), config.toString());
        SentenceRecipe recipe = EncoderFiles.recipe(folder, sizes);
        Path vocabulary = folder.resolve("tokenizer.json");
        try (TensorFile weights = Safetensors.open(folder.resolve("model.safetensors"))) {
            return assemble(
                    sizes,
                    recipe,
                    Files.readAllBytes(vocabulary),
                    vocabulary.toString(),
                    weights,
                    folder.resolve("model.safetensors").toString(),
                    origin);
        }
    }

    static Backbone assemble(
            EncoderConfig sizes,
            SentenceRecipe recipe,
            byte[] tokenizerJson,
            String tokenizerName,
            TensorFile weights,
            String weightsName,
            Origin origin)
            throws IOException {
        Tokenizer tokenizer = Tokenizer.of(tokenizerJson, tokenizerName);
        TextInput input = new TextInput(tokenizer, recipe.longest(), false, sizes.padding());
        TransformerEncoder encoder = new TransformerEncoder(sizes, recipe, input, origin);
        try {
            LOADING.read(weights, weightsName, encoder.parameters());
            return encoder;
        } catch (IOException | RuntimeException e) {
            encoder.close();
            throw e;
        }
    }
}
