package dev.graft.data;

import java.util.Optional;

/**
 * How a network for pictures is taken where that is wanted otherwise than it states.
 *
 * @param pooling what of its last map are features; empty for as it states
 */
public record PictureForm(Optional<MapPooling> pooling) {
    /** All as the network states. */
    public static final PictureForm STATED = new PictureForm(Optional.empty());

    public PictureForm pooling(MapPooling other) {
        return new PictureForm(Optional.of(other));
    }
}
