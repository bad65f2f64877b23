package dev.graft.nn;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Blocks one after the other. */
public final class Sequential extends Block {
    private final List<Block> blocks = new ArrayList<>();

    /** Adds a block under its name in the reference library, as {@code 0}. */
    public Sequential then(String name, Block block) {
        blocks.add(child(name, block));
        return this;
    }

    /** Adds a block whose tensors' names stand among this one's own, or that has none. */
    public Sequential then(Block block) {
        blocks.add(inline(block));
        return this;
    }

    public int size() {
        return blocks.size();
    }

    /** What a block needs only for itself is freed before the next one begins. */
    @Override
    public Tensor forward(Tensor x) {
        Tensor y = x;
        for (Block block : blocks) {
            y = step(block, y);
        }
        return y;
    }

    private static Tensor step(Block block, Tensor x) {
        try (Scope scope = Scope.open()) {
            Tensor y = block.forward(x);
            return y == x ? x : scope.keep(y);
        }
    }
}
