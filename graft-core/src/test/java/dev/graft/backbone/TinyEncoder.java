package dev.graft.backbone;

import dev.graft.base.Shape;
import dev.graft.data.TextInput;
import dev.graft.data.Tokenizer;
import dev.graft.engine.Tensor;
import dev.graft.nn.Activation;
import dev.graft.nn.Pooling;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Encoders of some ten thousand random weights, that behave as published ones do and train in milliseconds. */
public final class TinyEncoder {
    /** Positions that it has, those before the first one included. */
    public static final int POSITIONS = 40;

    private TinyEncoder() {}

    public static EncoderConfig config(EncoderConfig.Family family) {
        boolean english = family == EncoderConfig.Family.BERT || family == EncoderConfig.Family.DISTILBERT;
        int vocabulary = english ? 83 : family == EncoderConfig.Family.ROBERTA ? 260 : 31;
        int types = family == EncoderConfig.Family.DISTILBERT ? 0 : family == EncoderConfig.Family.BERT ? 2 : 1;
        double epsilon = family == EncoderConfig.Family.DISTILBERT ? 1e-12 : 1e-5; // DistilBERT's cannot be stated
        return new EncoderConfig(
                family,
                vocabulary,
                16,
                2,
                4,
                32,
                POSITIONS,
                types,
                epsilon,
                Activation.GELU,
                0.1,
                0.1,
                english ? 0 : 1);
    }

    /** Every weight is drawn, norms and biases too, so that no slip in one hides. */
    public static TransformerEncoder make(EncoderConfig config, SentenceRecipe recipe, long seed) throws IOException {
        Tokenizer tokenizer = Tokenizer.of(TinyTokenizers.of(config.family()), "tiny tokenizer.json");
        TextInput input = new TextInput(tokenizer, recipe.longest(), false, config.padding());
        TransformerEncoder encoder =
                new TransformerEncoder(config, recipe, input, new Origin("tiny", "tiny", "", "tiny " + seed));
        Random random = new Random(seed);
        try (dev.graft.engine.Scope scope = dev.graft.engine.Scope.open()) {
            encoder.state().forEach((name, tensor) -> {
                boolean norm = name.matches(".*(LayerNorm|layer_norm)\\.weight");
                float[] values = new float[(int) tensor.count()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) ((norm ? 1 : 0) + 0.3 * random.nextGaussian());
                }
                tensor.copyInPlace(Tensor.of(values, tensor.shape().sizes()));
            });
        }
        return encoder;
    }

    /** For comparisons of two ways to the same step. */
    public static Path withoutDropout(Path folder, long seed) throws IOException {
        EncoderConfig calm = new EncoderConfig(
                EncoderConfig.Family.BERT, 83, 16, 2, 4, 32, POSITIONS, 2, 1e-5, Activation.GELU, 0, 0, 0);
        try (TransformerEncoder encoder = make(calm, new SentenceRecipe(Pooling.MEAN, true, 24), seed)) {
            return save(encoder, folder);
        }
    }

    /** One layer of width 8: a step takes a fraction of a millisecond. */
    public static Path smallest(Path folder, long seed) throws IOException {
        EncoderConfig one = new EncoderConfig(
                EncoderConfig.Family.BERT, 83, 8, 1, 2, 16, POSITIONS, 2, 1e-5, Activation.GELU, 0.1, 0.1, 0);
        try (TransformerEncoder encoder = make(one, new SentenceRecipe(Pooling.MEAN, true, 12), seed)) {
            return save(encoder, folder);
        }
    }

    public static TransformerEncoder bert(long seed) throws IOException {
        return make(config(EncoderConfig.Family.BERT), new SentenceRecipe(Pooling.MEAN, true, 24), seed);
    }

    /** A BERT as a folder in Hugging Face's layout, to be named as a backbone. */
    public static Path folder(Path folder, long seed) throws IOException {
        try (TransformerEncoder encoder = bert(seed)) {
            return save(encoder, folder);
        }
    }

    /** As a folder in Hugging Face's layout. */
    public static Path save(TransformerEncoder encoder, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Map.Entry<String, byte[]> file : encoder.files().entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        List<TensorData> tensors = new ArrayList<>();
        encoder.state()
                .forEach((name, tensor) ->
                        tensors.add(TensorData.of(name, new Shape(tensor.shape().sizes()), tensor.toFloats())));
        try (OutputStream out = Files.newOutputStream(folder.resolve("model.safetensors"))) {
            Safetensors.write(out, Map.of("format", "pt"), tensors);
        }
        return folder;
    }
}
