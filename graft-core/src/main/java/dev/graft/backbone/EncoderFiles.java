package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.data.TextInput;
import dev.graft.nn.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The small files that Hugging Face Transformers and sentence-transformers keep beside an encoder's weights, so that
 * their users load what Graft saves.
 */
final class EncoderFiles {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String POOLING = "1_Pooling/config.json";
    private static final String LENGTH = "sentence_bert_config.json";
    private static final String MODULES = "modules.json";

    private EncoderFiles() {}

    static Map<String, byte[]> of(EncoderConfig config, SentenceRecipe recipe, TextInput input) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("config.json", configJson(config));
        files.put(MODULES, json(modules(recipe)));
        files.put(POOLING, json(pooling(config, recipe)));
        files.put(LENGTH, json(ordered("max_seq_length", input.longest(), "do_lower_case", false)));
        files.put(
                "tokenizer_config.json",
                json(ordered("tokenizer_class", "PreTrainedTokenizerFast", "model_max_length", input.longest())));
        return files;
    }

    static byte[] configJson(EncoderConfig config) {
        return json(config(config));
    }

    private static Map<String, Object> config(EncoderConfig config) {
        if (config.family() == EncoderConfig.Family.DISTILBERT) {
            return ordered(
                    "architectures", List.of("DistilBertModel"),
                    "model_type", config.family().modelType(),
                    "vocab_size", config.vocabulary(),
                    "dim", config.width(),
                    "n_layers", config.layers(),
                    "n_heads", config.heads(),
                    "hidden_dim", config.intermediate(),
                    "max_position_embeddings", config.positions(),
                    "activation", config.activation().name().toLowerCase(Locale.ROOT),
                    "dropout", config.dropout(),
                    "attention_dropout", config.attentionDropout(),
                    "pad_token_id", config.padding());
        }
        String architecture = switch (config.family()) {
            case ROBERTA -> "RobertaModel";
            case XLM_ROBERTA -> "XLMRobertaModel";
            default -> "BertModel";
        };
        return ordered(
                "architectures", List.of(architecture),
                "model_type", config.family().modelType(),
                "vocab_size", config.vocabulary(),
                "hidden_size", config.width(),
                "num_hidden_layers", config.layers(),
                "num_attention_heads", config.heads(),
                "intermediate_size", config.intermediate(),
                "max_position_embeddings", config.positions(),
                "type_vocab_size", config.types(),
                "layer_norm_eps", config.epsilon(),
                "hidden_act", config.activation().name().toLowerCase(Locale.ROOT),
                "hidden_dropout_prob", config.dropout(),
                "attention_probs_dropout_prob", config.attentionDropout(),
                "pad_token_id", config.padding());
    }

    private static List<Map<String, Object>> modules(SentenceRecipe recipe) {
        Map<String, Object> encoder =
                ordered("idx", 0, "name", "0", "path", "", "type", "sentence_transformers.models.Transformer");
        Map<String, Object> pooling =
                ordered("idx", 1, "name", "1", "path", "1_Pooling", "type", "sentence_transformers.models.Pooling");
        Map<String, Object> normalize =
                ordered("idx", 2, "name", "2", "path", "2_Normalize", "type", "sentence_transformers.models.Normalize");
        return recipe.normalize() ? List.of(encoder, pooling, normalize) : List.of(encoder, pooling);
    }

    private static Map<String, Object> pooling(EncoderConfig config, SentenceRecipe recipe) {
        return ordered(
                "word_embedding_dimension", config.width(),
                "pooling_mode_cls_token", recipe.pooling() == Pooling.CLS,
                "pooling_mode_mean_tokens", recipe.pooling() == Pooling.MEAN,
                "pooling_mode_max_tokens", recipe.pooling() == Pooling.MAX,
                "pooling_mode_mean_sqrt_len_tokens", false);
    }

    /** What a folder says of pooling and length; without such files the mean of all tokens, as most encoders want. */
    static SentenceRecipe recipe(Path folder, EncoderConfig config) throws IOException {
        Pooling pooling = Pooling.MEAN;
        if (Files.exists(folder.resolve(POOLING))) {
            JsonNode json = read(folder.resolve(POOLING));
            pooling = json.path("pooling_mode_cls_token").asBoolean(false)
                    ? Pooling.CLS
                    : json.path("pooling_mode_max_tokens").asBoolean(false) ? Pooling.MAX : Pooling.MEAN;
        }
        boolean normalize = Files.exists(folder.resolve(MODULES))
                && read(folder.resolve(MODULES)).toString().contains("models.Normalize");
        int longest = Files.exists(folder.resolve(LENGTH))
                ? read(folder.resolve(LENGTH)).path("max_seq_length").asInt(config.longest())
                : config.longest();
        return new SentenceRecipe(pooling, normalize, Math.max(8, Math.min(longest, config.longest())));
    }

    static JsonNode read(Path file) throws IOException {
        try {
            return JSON.readTree(ByteSource.whole(file, ByteSource.DESCRIPTION));
        } catch (JacksonException e) {
            throw new BadInput(file.toString(), "is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static byte[] json(Object value) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
