package dev.graft.data;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A text, or a pair of texts that are judged together. Any characters are allowed, also none and lone surrogates.
 *
 * @param second the other text of a pair
 */
public record Text(String first, Optional<String> second) implements Content {
    private static final char BETWEEN = '\u001f';

    public Text {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
    }

    public static Text of(String text) {
        return new Text(text, Optional.empty());
    }

    public static Text pair(String first, String second) {
        return new Text(first, Optional.of(second));
    }

    public boolean isBlank() {
        return first.isBlank() && second.map(String::isBlank).orElse(true);
    }

    /** UTF-16 units, since lone surrogates have no bytes in UTF-8. */
    @Override
    public byte[] bytes() {
        byte[] units =
                new byte[2 * (first.length() + second.map(s -> 1 + s.length()).orElse(0))];
        int end = put(first, units, 0);
        if (second.isPresent()) {
            end = put(String.valueOf(BETWEEN), units, end);
            put(second.get(), units, end);
        }
        return units;
    }

    private static int put(String text, byte[] units, int start) {
        for (int i = 0; i < text.length(); i++) {
            units[start + 2 * i] = (byte) (text.charAt(i) >> 8);
            units[start + 2 * i + 1] = (byte) text.charAt(i);
        }
        return start + 2 * text.length();
    }

    /** Equal for texts that differ only in case, in runs of blanks, or in how accents are coded (NFC). */
    @Override
    public Likeness likeness() {
        String plain =
                Plain.text(first) + second.map(s -> BETWEEN + Plain.text(s)).orElse("");
        return Likeness.of(plain.getBytes(StandardCharsets.UTF_16BE));
    }

    @Override
    public String shown() {
        return first + second.map(s -> " / " + s).orElse("");
    }

    /** Runs of three letters, digits or symbols, punctuation left out; so it works where words have no blanks. */
    @Override
    public long[] parts() {
        return Shingles.of(first, second.orElse(""));
    }
}
