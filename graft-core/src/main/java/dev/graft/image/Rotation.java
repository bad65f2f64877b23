package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * Turns the picture about its middle, by {@code rotation_range} of Keras's ImageDataGenerator.
 *
 * @param degrees at most, to either side, in (0, 180]
 */
public record Rotation(double degrees, Fill fill) implements Transform {
    public Rotation {
        Check.that(degrees > 0 && degrees <= 180, "degrees must be in (0, 180], was " + degrees);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        double angle = Transform.uniform(random, -degrees, degrees);
        return Affine.rotation(picture.size(), angle).bilinear(picture, fill);
    }
}
