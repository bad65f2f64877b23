package dev.graft.image;

import java.util.List;

/** The fourteen operations that RandAugment and TrivialAugment draw from, with torchvision's ranges of strength. */
enum Operation {
    IDENTITY(0, 0),
    SHEAR_X(0.3, 0.99),
    SHEAR_Y(0.3, 0.99),
    TRANSLATE_X(150.0 / 331, 32),
    TRANSLATE_Y(150.0 / 331, 32),
    ROTATE(30, 135),
    BRIGHTNESS(0.9, 0.99),
    COLOR(0.9, 0.99),
    CONTRAST(0.9, 0.99),
    SHARPNESS(0.9, 0.99),
    POSTERIZE(4, 6),
    SOLARIZE(255, 255),
    AUTO_CONTRAST(0, 0),
    EQUALIZE(0, 0);

    /** Strengths are counted from 0 to 30. */
    static final int STRONGEST = 30;

    static final List<Operation> ALL = List.of(values());

    private final double most;
    private final double widest;

    /**
     * @param most of the range of RandAugment: share, degrees, bits taken or values inverted
     * @param widest of the range of TrivialAugment; pixels for a translation
     */
    Operation(double most, double widest) {
        this.most = most;
        this.widest = widest;
    }

    /** What RandAugment means by a strength in [0, 30]. */
    double magnitude(int strength, Size size) {
        double share = most * strength / STRONGEST;
        return switch (this) {
            case TRANSLATE_X -> share * size.width();
            case TRANSLATE_Y -> share * size.height();
            default -> share;
        };
    }

    /** What TrivialAugment means by it. */
    double wideMagnitude(int strength) {
        return widest * strength / STRONGEST;
    }

    /** Whether half the time the magnitude is taken negative. */
    boolean signed() {
        return ordinal() >= SHEAR_X.ordinal() && ordinal() <= SHARPNESS.ordinal();
    }

    Pixels apply(Pixels picture, double magnitude, Fill fill) {
        return switch (this) {
            case IDENTITY -> picture;
            case SHEAR_X -> new Affine(1, magnitude, 0, 0, 1, 0).nearest(picture, fill);
            case SHEAR_Y -> new Affine(1, 0, 0, magnitude, 1, 0).nearest(picture, fill);
            case TRANSLATE_X -> Affine.shift((int) magnitude, 0).nearest(picture, fill);
            case TRANSLATE_Y -> Affine.shift(0, (int) magnitude).nearest(picture, fill);
            case ROTATE -> Affine.rotation(picture.size(), magnitude).nearest(picture, fill);
            case BRIGHTNESS -> Tones.brightness(picture, 1 + magnitude);
            case COLOR -> Colors.saturation(picture, 1 + magnitude);
            case CONTRAST -> Tones.contrast(picture, 1 + magnitude);
            case SHARPNESS -> Colors.sharpness(picture, 1 + magnitude);
            case POSTERIZE -> Tones.posterize(picture, 8 - (int) Math.rint(magnitude));
            case SOLARIZE -> Tones.solarize(picture, 255 - magnitude);
            case AUTO_CONTRAST -> Tones.autocontrast(picture);
            case EQUALIZE -> Tones.equalize(picture);
        };
    }
}
