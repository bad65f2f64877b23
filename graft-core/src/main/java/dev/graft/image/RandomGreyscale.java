package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * Takes the colors out of some of the pictures; they keep their number of channels.
 *
 * @param probability in (0, 1]
 */
public record RandomGreyscale(double probability) implements Transform {
    public RandomGreyscale {
        Check.fraction("probability", probability);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        boolean grey = random.nextDouble() < probability;
        return grey && picture.channels() == 3 ? picture.grey().rgb() : picture;
    }
}
