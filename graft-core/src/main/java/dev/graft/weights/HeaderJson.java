package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** The JSON of a safetensors header or index, token by token; refusals name the byte. */
final class HeaderJson implements AutoCloseable {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(20)
                    .maxNameLength(4096)
                    .maxStringLength(SafetensorsHeader.MOST_METADATA)
                    .build())
            .build();

    private final ByteSource text;
    private final String kind;
    private final JsonParser parser;

    /**
     * @param text the header alone; strictly UTF-8, whatever its first bytes look like
     * @param kind of file that it should be, as {@code safetensors file}
     */
    HeaderJson(ByteSource text, String kind) {
        this.text = text;
        this.kind = kind;
        InputStreamReader reader = new InputStreamReader(text.stream(), StandardCharsets.UTF_8.newDecoder());
        this.parser = JSON.createParser(ObjectReadContext.empty(), reader);
    }

    JsonToken next() throws IOException {
        try {
            return parser.nextToken();
        } catch (JacksonException e) {
            throw explained(e);
        }
    }

    boolean nextIs(JsonToken wanted) throws IOException {
        return next() == wanted;
    }

    /** The name of the field that was just reached. */
    String name() {
        return parser.currentName();
    }

    String text(String what) throws IOException {
        expect(parser.currentToken() == JsonToken.VALUE_STRING, what);
        try {
            return parser.getString();
        } catch (JacksonException e) {
            throw explained(e);
        }
    }

    /** The array of whole numbers that begins here, none negative. */
    long[] numbers(String what, int most) throws IOException {
        expect(parser.currentToken() == JsonToken.START_ARRAY, what + " must be an array");
        List<Long> numbers = new ArrayList<>();
        while (!nextIs(JsonToken.END_ARRAY)) {
            expect(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, what + " must hold whole numbers");
            expect(numbers.size() < most, what + " has more than " + most + " numbers");
            numbers.add(number(what));
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private long number(String what) throws BadInput {
        String digits = parser.getString();
        expect(!digits.startsWith("-"), what + " must not be negative, was " + digits);
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw bad(what + " must be below 2^63, was " + digits);
        }
    }

    /** Passes over the value that begins here. */
    void skip() throws IOException {
        try {
            parser.skipChildren();
        } catch (JacksonException e) {
            throw explained(e);
        }
    }

    void expect(boolean holds, String problem) throws BadInput {
        if (!holds) {
            throw bad(problem);
        }
    }

    BadInput bad(String problem) {
        return text.bad(byteOf(parser.currentTokenLocation().getCharOffset()), problem);
    }

    @Override
    public void close() {
        parser.close();
    }

    private BadInput explained(JacksonException e) throws IOException {
        if (e.getCause() instanceof CharacterCodingException) {
            return text.bad(0, "the header is not UTF-8; the file is damaged, or is no " + kind);
        }
        if (e.getCause() instanceof IOException fault) {
            throw fault;
        }
        return bad(
                e instanceof StreamConstraintsException
                        ? "the header has a name, number, text or nesting beyond all that weights need"
                        : "the header is not valid JSON; the file is damaged, or is no " + kind);
    }

    /** The parser counts characters; a file is looked at in bytes. */
    private long byteOf(long characters) {
        try {
            ByteSource again = text.slice(0, text.length());
            while (characters > 0) {
                int lead = again.u8();
                characters -= (lead & 0xc0) == 0x80 ? 0 : lead >= 0xf0 ? 2 : 1;
            }
            return again.position();
        } catch (IOException e) {
            return 0;
        }
    }
}
