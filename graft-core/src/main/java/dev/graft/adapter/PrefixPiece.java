package dev.graft.adapter;

import dev.graft.engine.Tensor;
import dev.graft.nn.Layer;
import dev.graft.nn.Wrap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Keys and values before those of the tokens. Parameter: {@code prompt_embeddings} (tokens, layers * 2 * width), of each
 * layer first the keys.
 */
final class PrefixPiece extends Piece {
    private static final double DEVIATION = 0.02;

    private final Tensor rows;
    private final Map<Layer, Wrap> wraps = new HashMap<>();
    private final int stage;

    PrefixPiece(List<Site> keys, List<Site> values, int tokens) {
        this(tokens, keys.get(0).layer().out(), keys);
        long width = keys.get(0).layer().out();
        for (int i = 0; i < keys.size(); i++) {
            wraps.put(keys.get(i).layer(), before(2L * i * width, width));
            wraps.put(values.get(i).layer(), before((2L * i + 1) * width, width));
        }
    }

    /** @param joined layers that give queries, then keys, then values, all of one width; before the queries stand zeros */
    PrefixPiece(List<Site> joined, int tokens) {
        this(tokens, joined.get(0).layer().out() / 3, joined);
        long width = joined.get(0).layer().out() / 3;
        for (int i = 0; i < joined.size(); i++) {
            long from = 2L * i * width;
            wraps.put(
                    joined.get(i).layer(),
                    (x, own) -> before(
                            Tensor.cat(List.of(Tensor.zeros(tokens, width), rows.narrow(1, from, 2 * width)), 1),
                            own.apply(x)));
        }
    }

    private PrefixPiece(int tokens, int width, List<Site> sites) {
        rows = parameter(
                "prompt_embeddings",
                () -> Tensor.normal(tokens, 2L * sites.size() * width).mul(DEVIATION));
        stage = sites.get(0).stage();
    }

    /** @param from column of a layer's keys or values */
    private Wrap before(long from, long width) {
        return new Wrap() {
            @Override
            public Tensor forward(Tensor x, UnaryOperator<Tensor> own) {
                return before(rows.narrow(1, from, width), own.apply(x));
            }

            @Override
            public boolean addsRows() {
                return true;
            }
        };
    }

    @Override
    String prefix() {
        return "";
    }

    @Override
    int stage() {
        return stage;
    }

    @Override
    Map<Layer, Wrap> wraps() {
        return wraps;
    }
}
