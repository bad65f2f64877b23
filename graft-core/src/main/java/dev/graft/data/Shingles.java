package dev.graft.data;

import java.util.Arrays;
import java.util.Locale;

/**
 * Hashes of all runs of three characters of a text, without case and punctuation. Source: Broder, "On the resemblance
 * and containment of documents", SEQUENCES 1997; characters instead of words, since Chinese has no blanks and short
 * texts have few words.
 */
final class Shingles {
    private static final int LENGTH = 3;
    /** Of longer texts the rest is not compared, which bounds time and memory. */
    private static final int MOST_CHARACTERS = 1_000_000;

    private Shingles() {}

    /** Sorted, none twice; empty if the texts have no letter, digit or symbol. */
    static long[] of(String first, String second) {
        int[] characters = new int[Math.min(first.length() + second.length() + 3, 2 * MOST_CHARACTERS + 3)];
        int end = append(first, characters, 0);
        if (!second.isEmpty()) {
            characters[end > 0 ? end - 1 : end++] = 0x1f; // what stands before and after the border is not one text
            end = append(second, characters, end);
        }
        long[] hashes = new long[Math.max(end - LENGTH + 1, 0)];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = mix((long) characters[i] << 42 | (long) characters[i + 1] << 21 | characters[i + 2]);
        }
        Arrays.sort(hashes);
        return distinct(hashes);
    }

    /** Letters, digits and symbols, with one blank before, after, and for whatever stands between. */
    private static int append(String text, int[] characters, int start) {
        String plain = Plain.composed(text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text)
                .toLowerCase(Locale.ROOT);
        int end = start;
        for (int i = 0; i < plain.length() && end < characters.length - 2; ) {
            int c = plain.codePointAt(i);
            i += Character.charCount(c);
            if (isContent(c)) {
                if (end == start) {
                    characters[end++] = ' ';
                }
                characters[end++] = c;
            } else if (end > start && characters[end - 1] != ' ') {
                characters[end++] = ' ';
            }
        }
        if (end > start && characters[end - 1] != ' ') {
            characters[end++] = ' ';
        }
        return end;
    }

    private static boolean isContent(int c) {
        return Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.OTHER_SYMBOL
                || Character.getType(c) == Character.NON_SPACING_MARK
                || Character.getType(c) == Character.COMBINING_SPACING_MARK;
    }

    private static long[] distinct(long[] sorted) {
        int kept = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    static long mix(long x) {
        long y = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
        y = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
        return y ^ (y >>> 31);
    }

    /** Size of what both have over what either has, in [0, 1]; 0 if one is empty. */
    static double jaccard(long[] a, long[] b) {
        int common = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            if (a[i] == b[j]) {
                common++;
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return common == 0 ? 0 : (double) common / (a.length + b.length - common);
    }
}
