package dev.graft.adapter;

import dev.graft.engine.Tensor;
import dev.graft.nn.Layer;
import dev.graft.nn.Wrap;
import java.util.Map;

/** Rows before those of the tokens, in front of the first layer. Parameter: {@code prompt_embeddings} (tokens, width). */
final class PromptPiece extends Piece {
    private static final double DEVIATION = 0.02;

    private final Tensor rows;
    private final Layer embeddings;

    /** @param embeddings the first stage of an encoder */
    PromptPiece(Layer embeddings, int tokens, int width) {
        this.embeddings = embeddings;
        rows = parameter("prompt_embeddings", () -> Tensor.normal(tokens, width).mul(DEVIATION));
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
        return Map.of(embeddings, (x, own) -> own.apply(before(rows, x)));
    }
}
