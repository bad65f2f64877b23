package dev.graft.data;

import dev.graft.nn.Flow;
import java.util.List;

/**
 * Examples that go through the network together.
 *
 * @param inputs what the first stage takes
 * @param targets what each example should answer
 * @param indices where each example stands in its dataset
 */
public record Batch(Flow inputs, List<Target> targets, int[] indices) {}
