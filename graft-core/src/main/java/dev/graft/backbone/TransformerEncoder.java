package dev.graft.backbone;

import dev.graft.base.DType;
import dev.graft.data.InputSpec;
import dev.graft.data.TermsFile;
import dev.graft.data.TextInput;
import dev.graft.engine.Autocast;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import dev.graft.nn.Layer;
import dev.graft.nn.TokenRows;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * BERT, DistilBERT, RoBERTa, XLM-R and MiniLM: a transformer that reads a text in both directions. Source: Devlin et
 * al., "BERT", NAACL 2019.
 */
public final class TransformerEncoder implements Backbone {
    private static final double INITIAL_DEVIATION = 0.02;

    private final EncoderConfig config;
    private final SentenceRecipe recipe;
    private final TextInput input;
    private final Origin origin;
    private final Body body;
    private String fingerprint;

    /** The layers under their full names. */
    private static final class Body extends Layer {
        private final EncoderEmbeddings embeddings;
        private final List<EncoderLayer> layers = new ArrayList<>();

        Body(EncoderConfig config) {
            embeddings = child("embeddings", new EncoderEmbeddings(config));
            for (int i = 0; i < config.layers(); i++) {
                layers.add(child(config.family().layerPrefix() + i, new EncoderLayer(config)));
            }
        }
    }

    /** An encoder with all weights zero, to be loaded. */
    TransformerEncoder(EncoderConfig config, SentenceRecipe recipe, TextInput input, Origin origin) {
        this(config, recipe, input, origin, new Body(config));
    }

    private TransformerEncoder(EncoderConfig config, SentenceRecipe recipe, TextInput input, Origin origin, Body body) {
        this.config = config;
        this.recipe = recipe;
        this.input = input;
        this.origin = origin;
        this.body = body;
        fingerprint = origin.sha256();
    }

    @Override
    public String name() {
        return origin.name();
    }

    @Override
    public TextInput input() {
        return input;
    }

    @Override
    public Backbone input(InputSpec<?> other) {
        TextInput text = (TextInput) other;
        TransformerEncoder reading = new TransformerEncoder(
                config, recipe, text.longest(Math.min(text.longest(), config.longest())), origin, body);
        reading.fingerprint = fingerprint;
        return reading;
    }

    @Override
    public Stages stages() {
        return new Stages(Stream.concat(
                        Stream.of("embeddings"),
                        IntStream.range(0, config.layers()).mapToObj(i -> "layer." + i))
                .toList());
    }

    @Override
    public Layer stage(int index) {
        return index == 0 ? body.embeddings : body.layers.get(index - 1);
    }

    @Override
    public String prefix(int index) {
        return index == 0 ? "embeddings." : config.family().layerPrefix() + (index - 1) + ".";
    }

    @Override
    public Map<String, Tensor> state() {
        return body.named();
    }

    @Override
    public int width() {
        return config.width();
    }

    @Override
    public Flow run(Flow in, int from, int to) {
        Flow flow = from == 0 && to > 0 ? body.embeddings.forward(in) : in;
        int last = stages().count();
        if (to > 1) {
            Tensor mask = flow.get(Flow.MASK);
            Tensor hidden = flow.get(Flow.HIDDEN);
            long before = hidden.size(1) - mask.size(1);
            Tensor seen = before == 0 ? mask : behind(before, mask);
            TokenRows rows = TokenRows.of(seen);
            Tensor bias = bias(seen);
            Tensor tokens = rows.packed(hidden);
            for (int i = Math.max(from, 1); i < to; i++) {
                tokens = forward(body.layers.get(i - 1), tokens, rows, bias);
            }
            hidden = rows.padded(tokens);
            boolean over = before > 0 && to == last; // what an adapter put before the tokens has done its work
            flow = flow.with(Flow.HIDDEN, over ? hidden.narrow(1, before, mask.size(1)) : hidden);
        }
        return to == last ? flow.with(Flow.POOLED, pooled(flow)) : flow;
    }

    /** Frees at once what a layer needs only for itself: else a batch of long texts holds gigabytes. */
    private static Tensor forward(EncoderLayer layer, Tensor tokens, TokenRows rows, Tensor bias) {
        try (Scope scope = Scope.open()) {
            return scope.keep(layer.forward(tokens, rows, bias));
        }
    }

    /** A mask with so many columns before it that are seen. */
    private static Tensor behind(long count, Tensor mask) {
        return Tensor.cat(List.of(Tensor.zeros(mask.size(0), count).add(1).to(mask.dtype()), mask), 1);
    }

    /** 0 where a token is and a large negative number where a row is padded: (N, 1, 1, T). */
    private static Tensor bias(Tensor mask) {
        return mask.add(-1).mul(1e9).unsqueeze(1).unsqueeze(1);
    }

    /** In fp32, whatever the layers below were computed in. */
    private Tensor pooled(Flow flow) {
        try (Autocast full = Autocast.open(Precision.FP32)) {
            Tensor rows = normalized(recipe.pooling().of(flow.get(Flow.HIDDEN).to(DType.F32), flow.get(Flow.MASK)));
            return flow.has(Flow.OWNERS)
                    ? normalized(averaged(rows, flow.get(Flow.OWNERS).toLongs()))
                    : rows;
        }
    }

    private Tensor normalized(Tensor x) {
        return recipe.normalize() ? x.div(x.norm(-1).atLeast(1e-12)) : x;
    }

    /** The mean over the windows of each example. */
    private static Tensor averaged(Tensor rows, long[] owners) {
        int examples = (int) owners[owners.length - 1] + 1;
        float[] counts = new float[examples];
        for (long owner : owners) {
            counts[(int) owner]++;
        }
        float[] weights = new float[examples * owners.length];
        for (int r = 0; r < owners.length; r++) {
            weights[(int) owners[r] * owners.length + r] = 1 / counts[(int) owners[r]];
        }
        return Tensor.of(weights, examples, owners.length).matmul(rows);
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>(EncoderFiles.of(config, recipe, input));
        files.put("tokenizer.json", input.tokenizer().json());
        input.terms().ifPresent(terms -> files.put(TermsFile.NAME, TermsFile.json(terms)));
        return files;
    }

    /** As Hugging Face Transformers begins: normal of deviation 0.02, norms at 1, biases at 0. */
    @Override
    public void forget(long seed) {
        Engine.seed(seed);
        fingerprint = "random " + seed;
        body.train(false);
        state().forEach((name, tensor) -> {
            try (Scope scope = Scope.open()) {
                long[] shape = tensor.shape().sizes();
                boolean norm = name.matches(".*(LayerNorm|layer_norm)\\.weight");
                tensor.copyInPlace(
                        norm
                                ? Tensor.ones(shape)
                                : name.endsWith("bias")
                                        ? Tensor.zeros(shape)
                                        : Tensor.normal(shape).mul(INITIAL_DEVIATION));
            }
        });
    }

    @Override
    public Initialization initialize(TensorFile weights, String sha256) throws IOException {
        Initialization made = Initialization.from(weights, state());
        fingerprint += BEGUN + sha256;
        body.train(false); // what was derived from the weights before is stale
        return made;
    }

    @Override
    public void close() {
        body.close();
        input.tokenizer().close();
    }
}
