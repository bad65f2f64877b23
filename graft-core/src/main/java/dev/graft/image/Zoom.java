package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * Brings the picture nearer or further, width and height each on its own, by {@code zoom_range} of Keras's
 * ImageDataGenerator.
 *
 * @param range what is seen is 1 - range to 1 + range of each side, in (0, 1)
 */
public record Zoom(double range, Fill fill) implements Transform {
    public Zoom {
        Check.that(range > 0 && range < 1, "range must be in (0, 1), was " + range);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        double across = Transform.uniform(random, 1 - range, 1 + range);
        double down = Transform.uniform(random, 1 - range, 1 + range);
        return Affine.aboutCenter(picture.size(), across, 0, 0, down).bilinear(picture, fill);
    }
}
