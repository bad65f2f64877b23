package dev.graft.image;

import java.util.random.RandomGenerator;

/**
 * One operation on each picture, of any strength: the "wide" form, as torchvision has it.
 *
 * <p>Source: Müller and Hutter, "TrivialAugment: Tuning-free Yet State-of-the-Art Data Augmentation", ICCV 2021.
 */
public record TrivialAugment(Fill fill) implements Transform {
    public static final TrivialAugment DEFAULTS = new TrivialAugment(Fill.CONSTANT);

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        Operation operation = Operation.ALL.get(random.nextInt(Operation.ALL.size()));
        double magnitude = operation.wideMagnitude(random.nextInt(Operation.STRONGEST + 1));
        boolean negative = operation.signed() && random.nextBoolean();
        return operation.apply(picture, negative ? -magnitude : magnitude, fill);
    }
}
