package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.data.TextInput;
import dev.graft.data.Tokenizer;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** An encoder from a folder in Hugging Face's layout: {@code config.json}, {@code model.safetensors}, tokenizer. */
final class EncoderFolder {
    /** Of a file's tensors all that belong to layers or embeddings must fit; poolers and heads are not used. */
    private static final Pattern BODY =
            Pattern.compile("(encoder|transformer)\\.layer\\..*|embeddings\\..*\\.(weight|bias)");

    private static final Loading LOADING = Loading.into("the network of its config.json")
            .spare(name -> !BODY.matcher(name).matches());

    private EncoderFolder() {}

    /** @param origin where it comes from */
    static Backbone open(Path folder, Origin origin) throws IOException {
        if (!Files.isRegularFile(folder.resolve("tokenizer.json"))) {
            throw new BadInput(
                    folder.toString(),
                    "has no tokenizer.json; a Hugging Face folder with config.json, model.safetensors and "
                            + "tokenizer.json is wanted");
        }
        Path config = folder.resolve("config.json");
        EncoderConfig sizes = EncoderConfig.read(EncoderFiles.read(config), config.toString());
        SentenceRecipe recipe = EncoderFiles.recipe(folder, sizes);
        Path vocabulary = folder.resolve("tokenizer.json");
        try (TensorFile weights = Safetensors.open(folder.resolve("model.safetensors"))) {
            return assemble(
                    sizes,
                    recipe,
                    ByteSource.whole(vocabulary, ByteSource.DESCRIPTION),
                    vocabulary.toString(),
                    weights,
                    folder.resolve("model.safetensors").toString(),
                    origin);
        }
    }

    /** Numbers in a file. */
    private static long held(TensorFile weights) throws BadInput {
        long held = 0;
        for (String name : weights.names()) {
            held += weights.entry(name).shape().count();
        }
        return held;
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
        if (sizes.numbers() > held(weights)) { // before any of it is made
            throw new BadInput(
                    weightsName,
                    "is too small for a network of the sizes in its config.json; take both from one source");
        }
        Tokenizer tokenizer = Tokenizer.of(tokenizerJson, tokenizerName);
        TextInput input = new TextInput(tokenizer, recipe.longest(), false, sizes.padding());
        TransformerEncoder encoder = new TransformerEncoder(sizes, recipe, input, origin);
        try {
            LOADING.read(weights, weightsName, encoder.state());
            return encoder;
        } catch (IOException | RuntimeException e) {
            encoder.close();
            throw e;
        }
    }
}
