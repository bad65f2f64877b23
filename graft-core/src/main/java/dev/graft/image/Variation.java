package dev.graft.image;

import dev.graft.base.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words of an {@link Augmentation}, each with its usual value; the number's meaning is told by its transform. */
enum Variation {
    /** The least share of the area that is kept. */
    CROP("0.35"),
    /** The probability; so for flip, grey, blur and erase. */
    MIRROR("0.5"),
    FLIP("0.5"),
    ROTATE("15"),
    SHIFT("0.1"),
    SHIFTX("0.1"),
    SHIFTY("0.1"),
    SHEAR("10"),
    ZOOM("0.2"),
    BRIGHTNESS("0.2"),
    CONTRAST("0.2"),
    SATURATION("0.2"),
    HUE("0.05"),
    GREY("0.1"),
    BLUR("0.5"),
    ERASE("0.25"),
    /** Takes no value. */
    TRIVIALAUGMENT(""),
    /** The strength, of two operations. */
    RANDAUGMENT("9"),
    /** What lies outside a turned or moved picture: nearest, constant, reflect or wrap. */
    FILL("nearest");

    private final String usual;

    Variation(String usual) {
        this.usual = usual;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String usual() {
        return usual;
    }

    static List<String> words(Collection<String> more) {
        List<String> words = new ArrayList<>(more);
        Arrays.stream(values()).map(Variation::word).forEach(words::add);
        return words;
    }

    /**
     * @param stated fill of the list; where it has none, nearest as in Keras, but black for the two policies as in torchvision
     * @return nothing for what is no transform of a square
     */
    Optional<Transform> transform(double number, Optional<Fill> stated) {
        Fill fill = stated.orElse(Fill.NEAREST);
        Fill black = stated.orElse(Fill.CONSTANT);
        return Optional.ofNullable(
                switch (this) {
                    case CROP, FILL -> null;
                    case MIRROR -> new RandomMirror(number);
                    case FLIP -> new RandomFlipVertical(number);
                    case ROTATE -> new Rotation(number, fill);
                    case SHIFT -> new Shift(number, number, fill);
                    case SHIFTX -> new Shift(number, 0, fill);
                    case SHIFTY -> new Shift(0, number, fill);
                    case SHEAR -> new Shear(number, fill);
                    case ZOOM -> new Zoom(number, fill);
                    case BRIGHTNESS -> new ColorJitter(number, 0, 0, 0);
                    case CONTRAST -> new ColorJitter(0, number, 0, 0);
                    case SATURATION -> new ColorJitter(0, 0, number, 0);
                    case HUE -> new ColorJitter(0, 0, 0, number);
                    case GREY -> new RandomGreyscale(number);
                    case BLUR -> new GaussianBlur(number, 0.1, 2);
                    case ERASE -> RandomErasing.DEFAULTS.withProbability(number);
                    case TRIVIALAUGMENT -> new TrivialAugment(black);
                    case RANDAUGMENT -> new RandAugment(2, whole(number), black);
                });
    }

    private int whole(double number) {
        Check.that(number == Math.rint(number), word() + " must be a whole number, was " + number);
        return (int) number;
    }
}
