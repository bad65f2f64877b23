package dev.graft.vision;

import dev.graft.nn.Block;

/**
 * One part of a network.
 *
 * @param name as people call it, as {@code stem}
 * @param prefix of its tensors' names in the reference library, with the dot: {@code layer1.}, or empty
 * @param layers from the map of the stage before, (N, C, H, W) or tokens (N, T, D), to this one's
 */
public record Stage(String name, String prefix, Block layers) {}
