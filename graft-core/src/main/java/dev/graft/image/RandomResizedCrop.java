package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * A part of the picture, of any area and shape in some range, scaled to a square; by the rule of torchvision.
 *
 * <p>Source: Szegedy et al., "Going Deeper with Convolutions", CVPR 2015, section 6.
 *
 * @param size of the square, in pixels
 * @param least share of the picture's area that the part has, in (0, 1]
 * @param most share of it, in (0, 1], not below {@code least}
 * @param aspect the widest that a part is for its height, and the highest for its width, at least 1
 * @param interpolation of the scaling
 */
public record RandomResizedCrop(int size, double least, double most, double aspect, Interpolation interpolation)
        implements Transform {
    private static final int TRIES = 10;

    public RandomResizedCrop {
        Check.atLeast("size", size, 1);
        Check.fraction("least", least);
        Check.fraction("most", most);
        Check.that(least <= most, "least must not be above most, was " + least + " and " + most);
        Check.that(aspect >= 1 && aspect < 1000, "aspect must be at least 1, was " + aspect);
    }

    /** A square of this size out of parts of 8 to 100 % of the picture, 3:4 to 4:3. */
    public static RandomResizedCrop of(int size) {
        return new RandomResizedCrop(size, 0.08, 1, 4 / 3.0, Interpolation.BILINEAR);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        Size square = new Size(size, size);
        return Resampling.scale(picture, part(picture.size(), random), square, Window.whole(square), interpolation);
    }

    Window part(Size whole, RandomGenerator random) {
        double log = Math.log(aspect);
        for (int i = 0; i < TRIES; i++) {
            double area = whole.pixels() * Transform.uniform(random, least, most);
            double shape = Math.exp(Transform.uniform(random, -log, log));
            int width = (int) Math.rint(Math.sqrt(area * shape));
            int height = (int) Math.rint(Math.sqrt(area / shape));
            if (width > 0 && width <= whole.width() && height > 0 && height <= whole.height()) {
                int top = random.nextInt(whole.height() - height + 1);
                return new Window(random.nextInt(whole.width() - width + 1), top, width, height);
            }
        }
        return middle(whole);
    }

    /** For a picture so long that no part of the wanted area fits. */
    private Window middle(Size whole) {
        int width = (int) Math.max(1, Math.min(whole.width(), Math.rint(whole.height() * aspect)));
        int height = (int) Math.max(1, Math.min(whole.height(), Math.rint(whole.width() * aspect)));
        return new Window((whole.width() - width) / 2, (whole.height() - height) / 2, width, height);
    }

    /** Length of the shortest side that a part can have of a picture whose shorter side is 1. */
    double shortest() {
        return Math.sqrt(least / aspect);
    }
}
