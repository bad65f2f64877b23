package dev.graft.nn;

import dev.graft.engine.Functional;
import dev.graft.engine.Tensor;
import java.util.stream.IntStream;

/**
 * Texts of a batch are of many lengths: layers that look at each token by itself are given those alone, one below the
 * other, and what pads the shorter texts only where tokens look at each other. Half of a batch drawn at random is
 * padding.
 */
public final class TokenRows {
    /**
     * Share of padding from which copying costs less than what it saves: batches sorted by length have less, and products
     * of packed layers are made ready anew for each number of rows.
     */
    private static final double WORTH = 0.25;

    private final long texts;
    private final long longest;
    private final Tensor places; // of each token among all rows; null where all rows are kept

    private TokenRows(long texts, long longest, Tensor places) {
        this.texts = texts;
        this.longest = longest;
        this.places = places;
    }

    /** @param mask (N, T): 1 where a token is, 0 where a text is padded */
    public static TokenRows of(Tensor mask) {
        float[] seen = mask.toFloats();
        long[] places = IntStream.range(0, seen.length)
                .filter(i -> seen[i] != 0)
                .mapToLong(i -> i)
                .toArray();
        boolean worth = places.length <= (1 - WORTH) * seen.length;
        return new TokenRows(mask.size(0), mask.size(1), worth ? Tensor.of(places, places.length) : null);
    }

    /**
     * The tokens alone.
     *
     * @param x (N, T, D)
     * @return (tokens, D), or what was given where hardly anything is padding
     */
    public Tensor packed(Tensor x) {
        return places == null ? x : x.reshape(texts * longest, x.size(-1)).pick(0, places);
    }

    /**
     * All rows again, zero where a text is padded.
     *
     * @param x as {@link #packed} gives it, of any width
     * @return (N, T, D)
     */
    public Tensor padded(Tensor x) {
        return places == null
                ? x
                : Functional.rowsAt(x, places, texts * longest).reshape(texts, longest, x.size(-1));
    }
}
