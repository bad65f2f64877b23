package dev.graft.base;

/** Text made fit to stand on one line of a terminal. */
public final class Lines {
    private static final int LONGEST = 3000; // holds the names of thirty tensors

    private Lines() {}

    /** A number of things in words: 1 example, 2 examples. */
    public static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The text with control characters and line ends as blanks, cut at 3,000 characters. */
    public static String one(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST));
        text.codePoints()
                .limit(LONGEST)
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c));
        return text.codePointCount(0, text.length()) > LONGEST ? line + " ..." : line.toString();
    }
}
