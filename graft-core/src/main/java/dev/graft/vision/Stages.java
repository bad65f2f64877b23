package dev.graft.vision;

import dev.graft.nn.Block;
import dev.graft.nn.Sequential;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Divides a reference's one numbered list of blocks into stages; the numbers go on from stage to stage. */
final class Stages {
    private final String prefix;
    private final Map<String, Sequential> stages = new LinkedHashMap<>();
    private int next;

    /** @param prefix of the list's tensors, as {@code features.} */
    Stages(String prefix) {
        this.prefix = prefix;
    }

    /** Adds the next block of the list to a stage, begun here if it is new. */
    Stages add(String stage, Block block) {
        stages.computeIfAbsent(stage, name -> new Sequential()).then("" + next++, block);
        return this;
    }

    /** Adds a block without parameters that has no number of its own. */
    Stages also(String stage, Block block) {
        stages.computeIfAbsent(stage, name -> new Sequential()).then(block);
        return this;
    }

    /** Leaves out numbers of the list, as those of activations that belong to the block before. */
    Stages skip(int numbers) {
        next += numbers;
        return this;
    }

    List<Stage> all() {
        List<Stage> all = new ArrayList<>();
        stages.forEach((name, blocks) -> all.add(new Stage(name, prefix, blocks)));
        return all;
    }
}
