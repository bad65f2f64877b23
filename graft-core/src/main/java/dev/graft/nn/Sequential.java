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
        return through(blocks, x);
    }

    /**
     * As {@link #forward(Tensor)}, with a shortcut added to what the last block, a {@link ConvNorm}, gives before its
     * activation.
     */
    public Tensor forward(Tensor x, Tensor shortcut) {
        int last = blocks.size() - 1;
        return ((ConvNorm) blocks.get(last)).forward(through(blocks.subList(0, last), x), shortcut);
    }

    private static Tensor through(List<Block> blocks, Tensor x) {
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
