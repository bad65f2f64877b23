package dev.graft.image;

import java.util.random.RandomGenerator;

/** Makes another picture of one, as chance has it: the same one from the same picture and the same numbers. */
@FunctionalInterface
public interface Transform {
    Pixels apply(Pixels picture, RandomGenerator random);

    /** Uniform in [from, to); {@code from} where both are the same. */
    static double uniform(RandomGenerator random, double from, double to) {
        return from + (to - from) * random.nextDouble();
    }
}
