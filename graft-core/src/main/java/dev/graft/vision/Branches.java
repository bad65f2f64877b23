package dev.graft.vision;

import dev.graft.engine.Tensor;
import dev.graft.nn.Block;
import java.util.List;

/** Several ways from one map, their channels put side by side. The ways' names stand among this block's own. */
final class Branches extends Block {
    private final List<Block> ways;

    Branches(Block... ways) {
        this.ways = List.of(ways);
        this.ways.forEach(this::inline);
    }

    /** @return (N, the sum of the ways' channels, H', W') */
    @Override
    public Tensor forward(Tensor x) {
        return Tensor.cat(ways.stream().map(way -> way.forward(x)).toList(), 1);
    }
}
