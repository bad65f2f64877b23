package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The part of a {@code tokenizer.json} that puts special tokens around texts. The native library ends the whole process
 * where such a template names a token that it does not define, so it is looked at before.
 */
final class TokenTemplate {
    private TokenTemplate() {}

    /** @param processor the file's {@code post_processor} */
    static void check(JsonNode processor, String file) throws IOException {
        for (JsonNode inner : processor.path("processors")) {
            check(inner, file);
        }
        if (!"TemplateProcessing".equals(processor.path("type").asString(""))) {
            return;
        }
        JsonNode defined = processor.path("special_tokens");
        pieces(processor.path("single"), defined, List.of("A"), file);
        pieces(processor.path("pair"), defined, List.of("A", "B"), file);
    }

    private static void pieces(JsonNode pieces, JsonNode defined, List<String> texts, String file) throws IOException {
        List<String> found = pieces.valueStream()
                .filter(piece -> piece.has("Sequence"))
                .map(piece -> piece.path("Sequence").path("id").asString(""))
                .toList();
        if (!found.equals(texts)) {
            throw new BadInput(
                    file, "is damaged: its template for special tokens has the texts " + found + ", not " + texts);
        }
        for (JsonNode piece : pieces) {
            String token = piece.path("SpecialToken").path("id").asString("");
            boolean known = defined.path(token).path("ids").size() > 0
                    && defined.path(token).path("ids").size()
                            == defined.path(token).path("tokens").size();
            if (piece.has("SpecialToken") && !known) {
                throw new BadInput(
                        file,
                        "is damaged: its template names the special token '" + token + "' that it does not define");
            }
        }
    }
}
