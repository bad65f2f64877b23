package dev.graft.image;

import dev.graft.base.Check;
import java.util.List;

/**
 * How a picture becomes what a network takes: the shorter side scaled, the middle cut out, each channel shifted and
 * scaled.
 *
 * @param size of the square that is cut out, in pixels
 * @param shorter length that the shorter side is scaled to first, at least {@code size}; torchvision's 256 for 224
 * @param interpolation of the scaling
 * @param mean of each channel, of values in [0, 1]; one for a network that takes grey pictures, else three
 * @param deviation that each channel is divided by
 */
public record Preparation(
        int size, int shorter, Interpolation interpolation, List<Double> mean, List<Double> deviation) {
    /** What networks trained on ImageNet take, by torchvision and the papers of PyTorch's time. */
    public static final Preparation IMAGENET = new Preparation(
            224, 256, Interpolation.BILINEAR, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    public Preparation {
        Check.atLeast("size", size, 1);
        Check.atLeast("shorter", shorter, size);
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        Check.that(mean.size() == 1 || mean.size() == 3, "mean must have 1 or 3 values, has " + mean.size());
        Check.that(mean.size() == deviation.size(), "mean and deviation must be of as many channels");
        deviation.forEach(d -> Check.positive("deviation", d));
    }

    /** 1 for grey pictures, 3 for coloured ones. */
    public int channels() {
        return mean.size();
    }

    /** The same with another square, cut out of as large a share of the picture. */
    public Preparation size(int other) {
        return new Preparation(
                other, (int) Math.round((double) other * shorter / size), interpolation, mean, deviation);
    }
}
