package dev.graft.vision;

import dev.graft.nn.Block;
import dev.graft.nn.Linear;
import dev.graft.nn.Pool;
import dev.graft.nn.Sequential;
import java.util.Optional;

/**
 * One part of a network.
 *
 * @param name as people call it, as {@code stem}
 * @param prefix of its tensors' names in the reference library, with the dot: {@code layer1.}, or empty
 * @param layers from the map of the stage before, (N, C, H, W) or tokens (N, T, D), to this one's
 */
public record Stage(String name, String prefix, Block layers) {
    /**
     * A linear layer on the mean of the map.
     *
     * @param name of its tensors
     * @param width channels of the map
     * @param classes that it tells apart, 0 for no classifier
     */
    static Optional<Stage> linear(String name, int width, int classes) {
        return classes == 0
                ? Optional.empty()
                : Optional.of(new Stage(
                        "classifier", "", new Sequential().then(Pool.global()).then(name, new Linear(width, classes))));
    }
}
