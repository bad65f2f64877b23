package dev.graft.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Guesses how bytes that are not UTF-8 may be coded, for the advice in an error. */
final class CharsetGuess {
    private static final int LOOK_AT = 4096;

    private CharsetGuess() {}

    /** @param bytes begins with the byte that could not be decoded */
    static String advice(ByteBuffer bytes, Charset tried) {
        if (!tried.equals(StandardCharsets.UTF_8)) {
            return "give the charset that the file was written in, or save it as UTF-8";
        }
        String guess = looksLikeGbk(bytes) ? "GBK" : "windows-1252 (Latin-1)";
        return "it looks like " + guess + ": give charset " + guess.split(" ")[0] + ", or save it as UTF-8";
    }

    /** Whether most bytes above 127 are pairs that GBK reads as Chinese characters. */
    private static boolean looksLikeGbk(ByteBuffer bytes) {
        ByteBuffer some = bytes.slice(0, Math.min(bytes.remaining(), LOOK_AT));
        CharBuffer read = CharBuffer.allocate(LOOK_AT);
        Charset.forName("GBK")
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(some, read, false);
        long chinese = read.flip().chars().filter(Character::isIdeographic).count();
        long high = 0;
        for (int i = 0; i < some.limit(); i++) {
            high += some.get(i) < 0 ? 1 : 0;
        }
        return 2 * chinese >= 0.6 * high;
    }
}
