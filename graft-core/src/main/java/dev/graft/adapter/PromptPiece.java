package dev.graft.adapter;

import dev.graft.engine.Tensor;
import dev.graft.nn.Layer;
import dev.graft.nn.Wrap;
import java.util.Map;
import java.util.Optional;

/**
 * Rows among those of the tokens in every layer: before those of a text; behind those of a picture, whose class token is
 * the first. Parameter: {@code prompt_embeddings} (tokens, width).
 */
final class PromptPiece extends Piece {
    private static final double DEVIATION = 0.02;

    private final Tensor rows;
    private final Map<Layer, Wrap> wraps;

    /**
     * @param embeddings the first stage
     * @param last norm of a network for pictures, which leaves the rows out; empty for texts, whose mask says which count
     */
    PromptPiece(Layer embeddings, Optional<Layer> last, int tokens, int width) {
        rows = parameter("prompt_embeddings", () -> Tensor.normal(tokens, width).mul(DEVIATION));
        Wrap first = (x, own) -> own.apply(last.isEmpty() ? before(rows, x) : after(rows, x));
        Wrap out = (x, own) -> own.apply(x.narrow(1, 0, x.size(1) - tokens));
        wraps = last.isEmpty() ? Map.of(embeddings, first) : Map.of(embeddings, first, last.get(), out);
    }

    @Override
    String prefix() {
        return "";
    }

    @Override
    int stage() {
        return 0;
    }

    @Override
    Map<Layer, Wrap> wraps() {
        return wraps;
    }
}
