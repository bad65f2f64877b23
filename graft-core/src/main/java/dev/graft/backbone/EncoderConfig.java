package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.nn.Activation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The sizes of a transformer encoder, as a Hugging Face {@code config.json} states them.
 *
 * @param family whose names and peculiarities it has
 * @param vocabulary entries of the token embedding
 * @param width of a token's vector
 * @param layers of attention
 * @param heads per layer, dividing the width
 * @param intermediate width between the two linear layers of a block
 * @param positions entries of the position embedding
 * @param types entries of the token type embedding
 * @param epsilon of the layer norms
 * @param activation between the two linear layers of a block
 * @param dropout share dropped while training
 * @param attentionDropout share of attention weights dropped while training
 * @param padding id that fills short rows
 */
public record EncoderConfig(
        Family family,
        int vocabulary,
        int width,
        int layers,
        int heads,
        int intermediate,
        int positions,
        int types,
        double epsilon,
        Activation activation,
        double dropout,
        double attentionDropout,
        int padding) {
    private static final int LARGEST = 1 << 22;

    public EncoderConfig {
        Check.that(width % heads == 0, "the width " + width + " must be a multiple of the heads, " + heads);
    }

    /** Numbers of its matrices: no fewer are in its weights. */
    long numbers() {
        long each = 4L * width * width + 2L * width * intermediate;
        return layers * each + (long) vocabulary * width;
    }

    /** Which reference implementation names the tensors. */
    public enum Family {
        BERT("bert", "encoder.layer."),
        /** As BERT, its positions counted from the padding id on. */
        ROBERTA("roberta", "encoder.layer."),
        XLM_ROBERTA("xlm-roberta", "encoder.layer."),
        DISTILBERT("distilbert", "transformer.layer.");

        private final String modelType;
        private final String layerPrefix;

        Family(String modelType, String layerPrefix) {
            this.modelType = modelType;
            this.layerPrefix = layerPrefix;
        }

        String modelType() {
            return modelType;
        }

        String layerPrefix() {
            return layerPrefix;
        }

        boolean countsFromPadding() {
            return this == ROBERTA || this == XLM_ROBERTA;
        }
    }

    /** Number of the first position: RoBERTa's begin after the padding id. */
    public int firstPosition() {
        return family.countsFromPadding() ? padding + 1 : 0;
    }

    /** Numbers that are learned. */
    public long parameters() {
        long block = 4L * width * width + 2L * width * intermediate + intermediate + 9L * width;
        return (long) (vocabulary + positions + types + 2) * width + layers * block;
    }

    /** Multiplications of one text of some length. */
    public long multiplyAdds(int tokens) {
        long block = 4L * width * width + 2L * width * intermediate + 2L * tokens * width;
        return tokens * layers * block;
    }

    /** Tokens that a text may have at most. */
    public int longest() {
        return positions - firstPosition();
    }

    static EncoderConfig read(JsonNode json, String file) throws IOException {
        String type = text(json, "model_type", "bert");
        Family family = List.of(Family.values()).stream()
                .filter(f -> f.modelType.equals(type))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        file,
                        "model_type '" + type + "' is no encoder that Graft has; it has bert, roberta, "
                                + "xlm-roberta and distilbert"));
        if (json.has("auto_map") && !json.has("hidden_size") && !json.has("dim")) {
            throw new BadInput(file, "wants code from elsewhere to be run (auto_map), which Graft never does");
        }
        boolean distil = family == Family.DISTILBERT;
        double epsilon = number(json, "layer_norm_eps", 1e-12);
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new BadInput(file, "layer_norm_eps is " + epsilon + "; a small number above 0 is wanted");
        }
        return new EncoderConfig(
                family,
                size(json, file, "vocab_size"),
                size(json, file, distil ? "dim" : "hidden_size"),
                size(json, file, distil ? "n_layers" : "num_hidden_layers"),
                size(json, file, distil ? "n_heads" : "num_attention_heads"),
                size(json, file, distil ? "hidden_dim" : "intermediate_size"),
                size(json, file, "max_position_embeddings"),
                distil ? 0 : size(json, file, "type_vocab_size"),
                epsilon,
                Activation.named(text(json, distil ? "activation" : "hidden_act", "gelu")),
                Check.share("dropout", number(json, distil ? "dropout" : "hidden_dropout_prob", 0.1)),
                Check.share(
                        "attention dropout",
                        number(json, distil ? "attention_dropout" : "attention_probs_dropout_prob", 0.1)),
                (int) number(json, "pad_token_id", 0));
    }

    private static int size(JsonNode json, String file, String key) throws IOException {
        JsonNode value = json.get(key);
        if (value == null || !value.isIntegralNumber() || value.asLong(-1) < 1 || value.asLong(-1) > LARGEST) {
            throw new BadInput(
                    file,
                    key + " is "
                            + Optional.ofNullable(value).map(JsonNode::toString).orElse("missing")
                            + "; a whole number between 1 and " + LARGEST + " is wanted");
        }
        return value.asInt();
    }

    private static double number(JsonNode json, String key, double otherwise) {
        return json.path(key).isNumber() ? json.get(key).asDouble() : otherwise;
    }

    private static String text(JsonNode json, String key, String otherwise) {
        return json.path(key).isString() ? json.get(key).asString() : otherwise;
    }
}
