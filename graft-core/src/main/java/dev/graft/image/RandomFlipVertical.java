package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * Turns some of the pictures upside down, as in a mirror below them.
 *
 * @param probability in (0, 1]
 */
public record RandomFlipVertical(double probability) implements Transform {
    public RandomFlipVertical {
        Check.fraction("probability", probability);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        return random.nextDouble() < probability ? picture.flipped() : picture;
    }
}
