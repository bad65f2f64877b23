package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * Mirrors some of the pictures, left to right.
 *
 * @param probability in (0, 1]
 */
public record RandomMirror(double probability) implements Transform {
    public RandomMirror {
        Check.fraction("probability", probability);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        return random.nextDouble() < probability ? picture.mirrored() : picture;
    }
}
