package dev.graft.data;

import dev.graft.base.Check;
import dev.graft.image.ChannelStatistics;
import java.util.Optional;

/**
 * How a network for pictures is taken where that is wanted otherwise than it states.
 *
 * @param pooling what of its last map are features; empty for as it states
 * @param channels of the pictures that it reads, 1 for grey ones and 3 for colored ones; empty for as it states
 * @param standardize whether each channel is brought to mean 0 and deviation 1 over the training part
 * @param statistics of the training part that do it, once they are known
 */
public record PictureForm(
        Optional<MapPooling> pooling,
        Optional<Integer> channels,
        boolean standardize,
        Optional<ChannelStatistics> statistics) {
    /** All as the network states. */
    public static final PictureForm STATED =
            new PictureForm(Optional.empty(), Optional.empty(), false, Optional.empty());

    public PictureForm {
        channels.ifPresent(count -> Check.that(
                count == 1 || count == 3,
                "--channels must be 1, for grey pictures, or 3, for colored ones, was " + count));
    }

    public PictureForm pooling(MapPooling other) {
        return new PictureForm(Optional.of(other), channels, standardize, statistics);
    }

    public PictureForm channels(int count) {
        return new PictureForm(pooling, Optional.of(count), standardize, statistics);
    }

    public PictureForm standardize(boolean on) {
        return new PictureForm(pooling, channels, on, statistics);
    }

    PictureForm statistics(ChannelStatistics known) {
        return new PictureForm(pooling, channels, standardize, Optional.of(known));
    }
}
