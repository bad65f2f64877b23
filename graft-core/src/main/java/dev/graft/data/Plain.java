package dev.graft.data;

import java.text.Normalizer;
import java.util.Locale;

/** Text without the differences that a reader would not see: case, runs of blanks, coding of accents. */
final class Plain {
    /** Composing accents takes time quadratic in the length of a run of marks; real text has a few (UAX 15: 30). */
    private static final int MOST_MARKS = 100;

    private Plain() {}

    static String text(String text) {
        return blanks(composed(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    /** Form NFC; text with absurdly long runs of combining marks is left as it is. */
    static String composed(String text) {
        return longestRunOfMarks(text) > MOST_MARKS ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    static boolean isBlank(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String blanks(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isBlank(c)) {
                plain.append(c);
            } else if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
                plain.append(' ');
            }
        }
        int end = plain.length();
        return end > 0 && plain.charAt(end - 1) == ' ' ? plain.substring(0, end - 1) : plain.toString();
    }

    private static int longestRunOfMarks(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = isMark(text.charAt(i)) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private static boolean isMark(char c) {
        if (c < 0x300) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.SURROGATE; // marks beyond the basic plane; long runs of emoji lose nothing by this
    }
}
