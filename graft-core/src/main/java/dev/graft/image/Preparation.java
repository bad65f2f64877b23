package dev.graft.image;

import dev.graft.base.Check;
import java.util.Collections;
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

    /**
     * The same for pictures of other channels. Grey ones take the mean of the channels' means and deviations, colored
     * ones those of the grey for each.
     *
     * @param other 1 or 3
     */
    public Preparation channels(int other) {
        return other == channels()
                ? this
                : new Preparation(size, shorter, interpolation, spread(mean, other), spread(deviation, other));
    }

    private static List<Double> spread(List<Double> values, int channels) {
        double middle = values.stream().mapToDouble(v -> v).average().orElseThrow();
        return Collections.nCopies(channels, middle);
    }

    /** The same by the statistics of other pictures, of as many channels. */
    public Preparation standardized(ChannelStatistics by) {
        Check.that(
                by.mean().size() == channels(),
                "statistics of " + channels() + " channels are wanted, not of "
                        + by.mean().size());
        return new Preparation(size, shorter, interpolation, by.mean(), by.deviation());
    }

    /**
     * A decoded picture, of any size and either number of channels, as a square of this preparation's: torchvision's
     * {@code Resize} and {@code CenterCrop}, with their rounding. A smaller picture is scaled up.
     */
    public Pixels square(Pixels picture) {
        Pixels colored = colored(picture);
        Size scaled = scaled(picture.size());
        Window middle = new Window(middle(scaled.width(), size), middle(scaled.height(), size), size, size);
        return Resampling.scale(colored, Window.whole(picture.size()), scaled, middle, interpolation);
    }

    /** The picture with as many channels as are wanted, in its own size. */
    public Pixels colored(Pixels picture) {
        return channels() == 1 ? picture.grey() : picture.rgb();
    }

    /** The size at which the shorter side has the wanted length; the longer is rounded down. */
    Size scaled(Size picture) {
        long longer = (long) shorter * Math.max(picture.width(), picture.height()) / picture.shorter();
        int rounded = Math.toIntExact(longer);
        return picture.width() <= picture.height() ? new Size(shorter, rounded) : new Size(rounded, shorter);
    }

    /** A half is rounded to the even number, as Python does. */
    private static int middle(int length, int wanted) {
        return (int) Math.rint((length - wanted) / 2.0);
    }

    /**
     * Writes what a network takes: {@code (value / 255 - mean) / deviation}, one plane a channel.
     *
     * @param picture of {@link #channels()} channels, of any size (H, W)
     * @param planes that (C, H, W) values are written into
     * @param offset of the first of them
     */
    public void planes(Pixels picture, float[] planes, int offset) {
        Check.that(
                picture.channels() == channels(),
                "a picture of " + channels() + " channels is wanted, not of " + picture.channels());
        byte[] data = picture.data();
        int plane = picture.width() * picture.height();
        for (int c = 0; c < channels(); c++) {
            float[] table = table(c);
            int to = offset + c * plane;
            for (int from = c; from < data.length; from += channels()) {
                planes[to++] = table[data[from] & 0xff];
            }
        }
    }

    /** What each of the 256 values becomes, in torchvision's order of steps and precision. */
    private float[] table(int channel) {
        float[] table = new float[256];
        float shift = mean.get(channel).floatValue();
        float scale = deviation.get(channel).floatValue();
        for (int value = 0; value < 256; value++) {
            table[value] = (value / 255f - shift) / scale;
        }
        return table;
    }
}
