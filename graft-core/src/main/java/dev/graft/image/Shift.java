package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * Moves the picture, by {@code width_shift_range} and {@code height_shift_range} of Keras's ImageDataGenerator.
 *
 * @param across share of the width, at most, to either side, in [0, 1)
 * @param down share of the height, likewise
 */
public record Shift(double across, double down, Fill fill) implements Transform {
    public Shift {
        Check.share("across", across);
        Check.share("down", down);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        double right = Transform.uniform(random, -across, across) * picture.width();
        double lower = Transform.uniform(random, -down, down) * picture.height();
        return Affine.shift(right, lower).bilinear(picture, fill);
    }
}
