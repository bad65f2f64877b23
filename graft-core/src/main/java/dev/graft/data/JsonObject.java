package dev.graft.data;

import dev.graft.base.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** One line of JSON, read strictly: one object, no key twice, nesting to 100. */
final class JsonObject {
    private static final int DEEPEST = 100;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Rows.LONGEST)
                    .build())
            .build();

    private JsonObject() {}

    enum Kind {
        SCALAR("a string or number"),
        ARRAY("an array"),
        NULL("null"),
        NESTED("nested");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** A string, number or boolean as it was written; of an array of such its elements. */
    record Value(Kind kind, List<String> parts) {}

    static Map<String, Value> parse(String line, String where) throws BadInput {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadInput(where, "not a JSON object; wanted one a line, as {\"text\": \"...\"}");
            }
            Map<String, Value> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                fields.put(parser.currentName(), value(parser, parser.nextToken()));
            }
            if (parser.nextToken() != null) {
                throw new BadInput(where, "more than one JSON value; wanted one object a line");
            }
            return fields;
        } catch (StreamConstraintsException e) {
            throw new BadInput(where, "JSON nested deeper than " + DEEPEST + ", or a number too long; flatten it", e);
        } catch (JacksonException e) {
            throw new BadInput(where, "broken JSON: " + e.getOriginalMessage() + "; correct or remove the line", e);
        }
    }

    private static Value value(JsonParser parser, JsonToken token) {
        if (token.isScalarValue()) {
            return token == JsonToken.VALUE_NULL
                    ? new Value(Kind.NULL, List.of(""))
                    : new Value(Kind.SCALAR, List.of(parser.getString()));
        }
        if (token == JsonToken.START_OBJECT) {
            parser.skipChildren();
            return new Value(Kind.NESTED, List.of());
        }
        List<String> parts = new ArrayList<>();
        boolean flat = true;
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            boolean scalar = next.isScalarValue() && next != JsonToken.VALUE_NULL;
            flat &= scalar;
            if (scalar) {
                parts.add(parser.getString());
            } else {
                parser.skipChildren();
            }
        }
        return flat ? new Value(Kind.ARRAY, List.copyOf(parts)) : new Value(Kind.NESTED, List.of());
    }
}
