package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * Slants the picture, by {@code shear_range} of Keras's ImageDataGenerator.
 *
 * @param degrees at most, to either side, in (0, 90)
 */
public record Shear(double degrees, Fill fill) implements Transform {
    public Shear {
        Check.that(degrees > 0 && degrees < 90, "degrees must be in (0, 90), was " + degrees);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        double angle = Math.toRadians(Transform.uniform(random, -degrees, degrees));
        // Keras has (row, column) = (row - sin column, cos column)
        return Affine.aboutCenter(picture.size(), Math.cos(angle), 0, -Math.sin(angle), 1)
                .bilinear(picture, fill);
    }
}
