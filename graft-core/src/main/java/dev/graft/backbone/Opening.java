package dev.graft.backbone;

import dev.graft.hub.Hub;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a network is opened.
 *
 * @param weights file to read in place of those that the catalogue has
 * @param channels of the pictures that it is to read, 1 or 3; empty for its own. What its weights have otherwise is made
 *     to fit; networks for texts have none
 * @param hub where pretrained networks come from
 */
public record Opening(Optional<Path> weights, Optional<Integer> channels, Hub hub) {
    /** As the catalogue has it. */
    public static Opening from(Hub hub) {
        return new Opening(Optional.empty(), Optional.empty(), hub);
    }

    Opening withoutWeights() {
        return new Opening(Optional.empty(), channels, hub);
    }
}
