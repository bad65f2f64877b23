package dev.graft.vision;

import dev.graft.engine.Tensor;
import dev.graft.nn.Block;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A vision network as its paper divides it.
 *
 * @param stages from pixels (N, C, H, W) to the last map; every parameter of the body is in exactly one
 * @param pool from the last map to features (N, D); holds no parameters
 * @param width D of the features
 * @param classifier from the last map to logits, under the reference's names; empty where only the body was built
 */
public record Network(List<Stage> stages, Block pool, int width, Optional<Stage> classifier) implements AutoCloseable {
    public Network {
        stages = List.copyOf(stages);
    }

    /** Every parameter and buffer of the body, and of the classifier where there is one, by the reference's names. */
    public Map<String, Tensor> named() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        stages.forEach(stage -> stage.layers().visit(stage.prefix(), all::put));
        classifier.ifPresent(top -> top.layers().visit(top.prefix(), all::put));
        return all;
    }

    @Override
    public void close() {
        stages.forEach(stage -> stage.layers().close());
        classifier.ifPresent(top -> top.layers().close());
        pool.close();
    }
}
