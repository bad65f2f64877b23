package dev.graft.nn;

import dev.graft.base.Check;
import dev.graft.engine.Functional;
import dev.graft.engine.Maps;
import dev.graft.engine.Tensor;
import java.util.Optional;

/**
 * Each token looks at all others, in several heads at once. Source: Vaswani et al. 2017, section 3.2.
 *
 * <p>The three projections are the caller's, under the caller's names.
 */
public final class MultiHeadAttention {
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final int heads;
    private final double dropout;

    /** @param dropout share of the attention weights dropped in training */
    public MultiHeadAttention(Linear query, Linear key, Linear value, int heads, double dropout) {
        this.query = query;
        this.key = key;
        this.value = value;
        this.heads = Check.atLeast("heads", heads, 1);
        this.dropout = dropout;
    }

    /**
     * @param x (tokens, D)
     * @param rows which tokens these are of (N, T)
     * @param bias added to the scores (N, 1, 1, T)
     * @return (tokens, D), before the output projection
     */
    public Tensor forward(Tensor x, TokenRows rows, Tensor bias) {
        double drop = query.training() ? dropout : 0;
        Tensor queries = rows.padded(query.forward(x));
        Tensor keys = seenByAll(key, x, rows);
        Tensor values = seenByAll(value, x, rows);
        Tensor seen =
                Functional.attention(split(queries), split(keys), split(values), Optional.of(seen(bias, keys)), drop);
        return rows.packed(seen.transpose(1, 2).reshape(queries.size(0), queries.size(1), -1));
    }

    /** What stands around a layer may put rows before those of each text, as prefix tuning does. */
    private static Tensor seenByAll(Linear layer, Tensor x, TokenRows rows) {
        Wrap wrap = Wraps.around(layer);
        return wrap != null && wrap.addsRows() ? layer.forward(rows.padded(x)) : rows.padded(layer.forward(x));
    }

    /** Keys that were put before those of the tokens, as prefix tuning does, are there for every row. */
    private static Tensor seen(Tensor bias, Tensor keys) {
        long before = keys.size(1) - bias.size(-1);
        return before == 0 ? bias : Maps.pad(bias, 0, before, 0);
    }

    private Tensor split(Tensor x) {
        return x.reshape(x.size(0), x.size(1), heads, x.size(-1) / heads).transpose(1, 2);
    }
}
