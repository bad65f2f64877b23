package dev.graft.data;

import dev.graft.image.ChannelStatistics;
import java.util.Optional;

/**
 * How a network for pictures is taken where that is wanted otherwise than it states.
 *
 * @param pooling what of its last map are features; empty for as it states
 * @param standardize whether each channel is brought to mean 0 and deviation 1 over the training part
 * @param statistics of the training part that do it, once they are known
 */
public record PictureForm(
        Optional<MapPooling> pooling, boolean standardize, Optional<ChannelStatistics> statistics) {
    /** All as the network states. */
    public static final PictureForm STATED = new PictureForm(Optional.empty(), false, Optional.empty());

    public PictureForm pooling(MapPooling other) {
        return new PictureForm(Optional.of(other), standardize, statistics);
    }

    public PictureForm standardize(boolean on) {
        return new PictureForm(pooling, on, statistics);
    }

    PictureForm statistics(ChannelStatistics known) {
        return new PictureForm(pooling, standardize, Optional.of(known));
    }
}
