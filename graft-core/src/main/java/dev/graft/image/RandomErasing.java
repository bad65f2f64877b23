package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * Covers a rectangle of some of the pictures with one grey, by the rule of torchvision.
 *
 * <p>Source: Zhong et al., "Random Erasing Data Augmentation", AAAI 2020.
 *
 * @param probability in (0, 1]
 * @param least share of the picture's area that is covered, in (0, 1)
 * @param most share of it, in (0, 1), not below {@code least}
 * @param aspect the longest that the rectangle is for its other side, at least 1
 * @param value that covers it, 0 to 255
 */
public record RandomErasing(double probability, double least, double most, double aspect, int value)
        implements Transform {
    /** The paper's, in the mean grey of ImageNet. */
    public static final RandomErasing DEFAULTS = new RandomErasing(0.5, 0.02, 0.33, 3.3, 116);

    private static final int TRIES = 10;

    public RandomErasing {
        Check.fraction("probability", probability);
        Check.that(least > 0 && least <= most && most < 1, "least and most must be in (0, 1) and in order");
        Check.that(aspect >= 1 && aspect < 1000, "aspect must be at least 1, was " + aspect);
        Check.that(value >= 0 && value <= 255, "value must be in [0, 255], was " + value);
    }

    public RandomErasing withProbability(double other) {
        return new RandomErasing(other, least, most, aspect, value);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        if (random.nextDouble() >= probability) {
            return picture;
        }
        double log = Math.log(aspect);
        for (int i = 0; i < TRIES; i++) {
            double area = picture.size().pixels() * Transform.uniform(random, least, most);
            double shape = Math.exp(Transform.uniform(random, -log, log));
            int height = (int) Math.rint(Math.sqrt(area * shape));
            int width = (int) Math.rint(Math.sqrt(area / shape));
            if (height > 0 && height < picture.height() && width > 0 && width < picture.width()) {
                int top = random.nextInt(picture.height() - height + 1);
                int left = random.nextInt(picture.width() - width + 1);
                return covered(picture, new Window(left, top, width, height));
            }
        }
        return picture;
    }

    private Pixels covered(Pixels picture, Window part) {
        byte[] data = picture.data().clone();
        int channels = picture.channels();
        for (int y = part.top(); y < part.top() + part.height(); y++) {
            int from = (y * picture.width() + part.left()) * channels;
            java.util.Arrays.fill(data, from, from + part.width() * channels, (byte) value);
        }
        return new Pixels(picture.width(), picture.height(), channels, data);
    }
}
