package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a {@code tokenizer.json} from end to end before native code sees it. */
final class TokenizerFile {
    private static final int LARGEST = 100_000_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(JSON)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // a part is read out of the whole
            .build();

    private TokenizerFile() {}

    static void check(byte[] json, String name) throws IOException {
        if (json.length > LARGEST) {
            throw new BadInput(name, "has " + json.length + " bytes; a tokenizer has at most " + LARGEST);
        }
        boolean model = false;
        try (JsonParser parser = MAPPER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadInput(name, "is no tokenizer: a JSON object is wanted");
            }
            int depth = 1;
            for (JsonToken token; (token = parser.nextToken()) != null; ) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                boolean part = depth == 1 && token == JsonToken.PROPERTY_NAME;
                model |= part && "model".equals(parser.currentName());
                if (part && "post_processor".equals(parser.currentName())) {
                    parser.nextToken();
                    TokenTemplate.check(MAPPER.readTree(parser), name);
                }
            }
        } catch (JacksonException e) {
            throw new BadInput(name, "is damaged: " + e.getOriginalMessage() + where(e), e);
        }
        if (!model) {
            throw new BadInput(name, "has no 'model': it is no Hugging Face tokenizer.json");
        }
    }

    /** The id that stands for what the vocabulary has nothing for; byte pairs need none. */
    static OptionalInt unknown(byte[] json) {
        JsonNode model = MAPPER.readTree(json).path("model");
        if (model.path("unk_id").isInt()) { // of a unigram model
            return OptionalInt.of(model.path("unk_id").asInt());
        }
        JsonNode id = model.path("vocab").path(model.path("unk_token").asString(""));
        return id.isInt() ? OptionalInt.of(id.asInt()) : OptionalInt.empty();
    }

    /** Some faults, as nesting too deep, have no place. */
    private static String where(JacksonException e) {
        return e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
    }
}
