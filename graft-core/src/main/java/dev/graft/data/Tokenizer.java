package dev.graft.data;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.graft.base.BadInput;
import dev.graft.hub.Home;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A Hugging Face {@code tokenizer.json}. Threads may share it. */
public final class Tokenizer implements AutoCloseable {
    static {
        // The library asks the cloud who it is and reports it; Graft makes no connection that nobody asked for.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        if (System.getProperty("DJL_CACHE_DIR") == null && System.getenv("DJL_CACHE_DIR") == null) {
            System.setProperty("DJL_CACHE_DIR", Home.standard().natives().toString()); // its native library
        }
        if (System.getProperty("jna.tmpdir") == null) {
            System.setProperty("jna.tmpdir", Home.standard().natives().toString()); // of what it looks for CUDA with
        }
    }

    private final byte[] json;
    private final HuggingFaceTokenizer plain;
    private final int[] single;
    private final int[] pair;

    private Tokenizer(byte[] json, HuggingFaceTokenizer plain) {
        this.json = json;
        this.plain = plain;
        single = ints(plain.encode("", true, false).getIds());
        pair = ints(plain.encode("", "", true, false).getIds());
    }

    /**
     * @param json the file's bytes
     * @param name of the file, for messages
     * @throws BadInput where it is no tokenizer
     */
    public static Tokenizer of(byte[] json, String name) throws IOException {
        TokenizerFile.check(json, name); // damage must not reach native code
        try {
            Map<String, String> options = Map.of("padding", "false", "truncation", "false");
            return new Tokenizer(
                    json.clone(), HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options));
        } catch (RuntimeException e) {
            throw new BadInput(name, "is no tokenizer that Graft can read: " + e.getMessage(), e);
        }
    }

    /** Token ids of a text, without special tokens. */
    public int[] ids(String text) {
        return ints(plain.encode(sound(text), false, false).getIds());
    }

    /** Which share of the tokens of texts stands for what the vocabulary has nothing for, in [0, 1]. */
    public double unknown(List<String> texts) {
        OptionalInt unknown = TokenizerFile.unknown(json);
        if (unknown.isEmpty()) {
            return 0;
        }
        int[] all =
                texts.stream().flatMapToInt(text -> Arrays.stream(ids(text))).toArray();
        long strange = Arrays.stream(all).filter(id -> id == unknown.getAsInt()).count();
        return all.length == 0 ? 0 : (double) strange / all.length;
    }

    /** Puts the special tokens around one text: as [CLS] a [SEP]. */
    int[] around(int[] ids) {
        return join(head(single), ids, tail(single, 1));
    }

    /** Puts the special tokens around two texts: as [CLS] a [SEP] b [SEP]. */
    int[] around(int[] first, int[] second) {
        return join(head(pair), first, Arrays.copyOfRange(pair, 1, pair.length - 1), second, tail(pair, 1));
    }

    /** Special tokens that a single text needs. */
    int extra() {
        return single.length;
    }

    /** Special tokens that a pair needs. */
    int extraOfPair() {
        return pair.length;
    }

    /** The file's bytes, to be saved with a model. */
    public byte[] json() {
        return json.clone();
    }

    private static int[] head(int[] special) {
        return Arrays.copyOf(special, Math.min(1, special.length));
    }

    private static int[] tail(int[] special, int count) {
        return Arrays.copyOfRange(special, Math.max(special.length - count, 0), special.length);
    }

    private static int[] join(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    /** Half a surrogate pair is data, but no native library takes it. */
    private static String sound(String text) {
        StringBuilder sound = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean high = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (high) {
                i++;
            } else if (Character.isSurrogate(c) || c == 0) {
                sound = sound == null ? new StringBuilder(text) : sound;
                sound.setCharAt(i, '\uFFFD');
            }
        }
        return sound == null ? text : sound.toString();
    }

    @Override
    public void close() {
        plain.close();
    }
}
