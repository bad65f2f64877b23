package dev.graft.adapter;

import dev.graft.engine.Tensor;
import dev.graft.nn.Layer;
import dev.graft.nn.Wrap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        int width = keys.get(0).layer().out();
        rows = parameter(
                "prompt_embeddings",
                () -> Tensor.normal(tokens, 2L * keys.size() * width).mul(DEVIATION));
        for (int i = 0; i < keys.size(); i++) {
            wraps.put(keys.get(i).layer(), before(2L * i * width, width));
            wraps.put(values.get(i).layer(), before((2L * i + 1) * width, width));
        }
        stage = keys.get(0).stage();
    }

    /** @param from column of a layer's keys or values */
    private Wrap before(long from, int width) {
        return (x, own) -> before(rows.narrow(1, from, width), own.apply(x));
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
