package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * Some operations one after the other, all of one strength, as torchvision has it.
 *
 * <p>Source: Cubuk et al., "RandAugment: Practical Automated Data Augmentation with a Reduced Search Space", NeurIPS
 * 2020.
 *
 * @param operations on each picture, at least 1
 * @param strength in [0, 30]
 */
public record RandAugment(int operations, int strength, Fill fill) implements Transform {
    public static final RandAugment DEFAULTS = new RandAugment(2, 9, Fill.CONSTANT);

    public RandAugment {
        Check.atLeast("operations", operations, 1);
        Check.that(
                strength >= 0 && strength <= Operation.STRONGEST,
                "strength must be in [0, " + Operation.STRONGEST + "], was " + strength);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        Pixels changed = picture;
        for (int i = 0; i < operations; i++) {
            Operation operation = Operation.ALL.get(random.nextInt(Operation.ALL.size()));
            double magnitude = operation.magnitude(strength, picture.size());
            boolean negative = operation.signed() && random.nextBoolean();
            changed = operation.apply(changed, negative ? -magnitude : magnitude, fill);
        }
        return changed;
    }
}
