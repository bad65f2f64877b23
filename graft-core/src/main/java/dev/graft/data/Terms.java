package dev.graft.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a text is counted in. Source: the analyzers of scikit-learn's {@code CountVectorizer}. */
public enum Terms {
    /** Runs of at least two letters, digits and underscores, and pairs of neighbours. */
    WORDS {
        @Override
        void add(String text, List<String> terms) {
            List<String> words = words(text);
            terms.addAll(words);
            for (int i = 1; i < words.size(); i++) {
                terms.add(words.get(i - 1) + " " + words.get(i));
            }
        }
    },
    /** Every run of one, two and three characters, a run of blanks being one. */
    CHARACTERS {
        @Override
        void add(String text, List<String> terms) {
            int[] points = BLANKS.matcher(text).replaceAll(" ").codePoints().toArray();
            for (int length = 1; length <= LONGEST; length++) {
                for (int from = 0; from + length <= points.length; from++) {
                    terms.add(new String(points, from, length));
                }
            }
        }
    };

    private static final Pattern BLANKS = Pattern.compile("(?U)\\s\\s+");
    private static final int LONGEST = 3;

    abstract void add(String text, List<String> terms);

    /** The terms of a text in lower case, each as often as it occurs; none reaches over from one of a pair to the other. */
    public List<String> of(Text text) {
        List<String> terms = new ArrayList<>();
        add(text.first().toLowerCase(Locale.ROOT), terms);
        text.second().ifPresent(second -> add(second.toLowerCase(Locale.ROOT), terms));
        return terms;
    }

    /** Characters where most texts have no blanks between words, as in Chinese, Japanese or Thai; words else. */
    public static Terms fitting(List<Text> texts) {
        long unspaced = texts.stream().filter(text -> isUnspaced(text.first())).count();
        return 2 * unspaced > texts.size() ? CHARACTERS : WORDS;
    }

    /** No blank at all, or mostly letters of a script without: a blank between two Chinese sentences parts no words. */
    private static boolean isUnspaced(String text) {
        String stripped = text.strip();
        long letters = stripped.codePoints().filter(Character::isLetter).count();
        long unspaced = stripped.codePoints().filter(Terms::isUnspaced).count();
        return stripped.codePoints().noneMatch(Character::isWhitespace) || 2 * unspaced > letters;
    }

    private static boolean isUnspaced(int point) {
        return switch (Character.UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
            default -> false;
        };
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); ) {
            int point = i < text.length() ? text.codePointAt(i) : ' ';
            if (isOfWord(point)) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                if (text.codePointCount(start, i) > 1) {
                    words.add(text.substring(start, i));
                }
                start = -1;
            }
            i += Character.charCount(point);
        }
        return words;
    }

    /** Python's {@code \w}: letters, all kinds of numbers, the underscore. */
    private static boolean isOfWord(int point) {
        int type = Character.getType(point);
        return Character.isLetterOrDigit(point)
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER
                || point == '_';
    }
}
