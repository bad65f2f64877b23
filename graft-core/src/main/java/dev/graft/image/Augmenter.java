package dev.graft.image;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An {@link Augmentation} made ready for one network: from a decoded picture of any size to the square that the network
 * takes, changed as chance has it.
 *
 * @param crop that makes the square; without one, the middle is cut out as for evaluation
 * @param then what is done to the square, in order
 */
public record Augmenter(Preparation preparation, Optional<RandomResizedCrop> crop, List<Transform> then) {
    public Augmenter {
        then = List.copyOf(then);
    }

    /** The square, in as many channels as the preparation has; the same one for the same numbers. */
    public Pixels apply(Pixels decoded, RandomGenerator random) {
        Pixels square =
                crop.isPresent() ? crop.get().apply(preparation.colored(decoded), random) : preparation.square(decoded);
        for (Transform transform : then) {
            square = transform.apply(square, random);
        }
        return square;
    }

    /** How long the shorter side of a decoded picture must be so that no part of it need be scaled up. */
    public int shorterAtLeast() {
        return crop.map(c -> (int) Math.ceil(preparation.size() / c.shortest())).orElse(preparation.shorter());
    }
}
