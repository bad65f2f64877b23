package dev.graft.vision;

import dev.graft.image.Preparation;

/**
 * A kind of vision network, without weights.
 *
 * @param name in the reference library, as {@code resnet18}
 * @param preparation of its usual input
 * @param source of the paper
 * @param builder makes it, all weights zero
 */
public record Architecture(String name, Preparation preparation, String source, Builder builder) {
    /** Makes a network. */
    public interface Builder {
        /**
         * @param channels of the input, 3 or 1
         * @param classes that the classifier tells apart, 0 to build none
         */
        Network build(int channels, int classes);
    }
}
