package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * Changes brightness, contrast, saturation and hue, in any order, as torchvision does. The first three are multiplied
 * by up to 1 - x to 1 + x, never by less than 0; a grey picture has no saturation and hue.
 *
 * @param brightness at least 0
 * @param contrast at least 0
 * @param saturation at least 0
 * @param hue share of the circle of hues, at most, to either side, in [0, 0.5]
 */
public record ColorJitter(double brightness, double contrast, double saturation, double hue) implements Transform {
    private static final int KINDS = 4;

    public ColorJitter {
        Check.notNegative("brightness", brightness);
        Check.notNegative("contrast", contrast);
        Check.notNegative("saturation", saturation);
        Check.that(hue >= 0 && hue <= 0.5, "hue must be in [0, 0.5], was " + hue);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        int[] order = {0, 1, 2, 3};
        for (int i = KINDS - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kind = order[i];
            order[i] = order[other];
            order[other] = kind;
        }
        Pixels changed = picture;
        for (int kind : order) {
            changed = changed(changed, kind, random);
        }
        return changed;
    }

    private Pixels changed(Pixels picture, int kind, RandomGenerator random) {
        return switch (kind) {
            case 0 -> brightness == 0 ? picture : Tones.brightness(picture, factor(brightness, random));
            case 1 -> contrast == 0 ? picture : Tones.contrast(picture, factor(contrast, random));
            case 2 -> saturation == 0 ? picture : Colors.saturation(picture, factor(saturation, random));
            default -> hue == 0 ? picture : Colors.hue(picture, Transform.uniform(random, -hue, hue));
        };
    }

    private static double factor(double range, RandomGenerator random) {
        return Transform.uniform(random, Math.max(0, 1 - range), 1 + range);
    }
}
