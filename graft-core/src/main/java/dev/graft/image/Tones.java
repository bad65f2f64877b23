package dev.graft.image;

import java.util.function.IntUnaryOperator;

/** Changes of color that are the same for equal values, each as PIL's ImageEnhance and ImageOps have it. */
final class Tones {
    private Tones() {}

    /** @param factor 0 for black, 1 for the picture as it is */
    static Pixels brightness(Pixels picture, double factor) {
        return mapped(picture, value -> between(0, value, (float) factor));
    }

    /** @param factor 0 for the picture's mean grey everywhere, 1 for the picture as it is */
    static Pixels contrast(Pixels picture, double factor) {
        long sum = 0;
        byte[] grey = picture.grey().data();
        for (byte value : grey) {
            sum += value & 0xff;
        }
        int mean = (int) ((double) sum / grey.length + 0.5);
        return mapped(picture, value -> between(mean, value, (float) factor));
    }

    /** Keeps the upper {@code bits} bits of every value, 1 to 8. */
    static Pixels posterize(Pixels picture, int bits) {
        int mask = 0xff << 8 - bits;
        return mapped(picture, value -> value & mask);
    }

    /** Inverts the values from {@code threshold} on. */
    static Pixels solarize(Pixels picture, double threshold) {
        return mapped(picture, value -> value < threshold ? value : 255 - value);
    }

    /** Stretches each channel to [0, 255]. */
    static Pixels autocontrast(Pixels picture) {
        return channelwise(picture, Tones::stretched);
    }

    private static IntUnaryOperator stretched(int[] counts) {
        int low = 0;
        int high = 255;
        while (low < 255 && counts[low] == 0) {
            low++;
        }
        while (high > 0 && counts[high] == 0) {
            high--;
        }
        if (high <= low) {
            return IntUnaryOperator.identity();
        }
        double scale = 255.0 / (high - low);
        double offset = -low * scale;
        return value -> Math.max(0, Math.min(255, (int) (value * scale + offset)));
    }

    /** Makes all values of a channel about as frequent. */
    static Pixels equalize(Pixels picture) {
        return channelwise(picture, counts -> flattened(counts, picture.width() * picture.height()));
    }

    private static IntUnaryOperator flattened(int[] counts, int pixels) {
        int last = 255;
        while (counts[last] == 0) {
            last--;
        }
        int step = (pixels - counts[last]) / 255;
        if (step == 0) {
            return IntUnaryOperator.identity();
        }
        int[] table = new int[256];
        int sum = step / 2;
        for (int value = 0; value < 256; value++) {
            table[value] = Math.min(255, sum / step);
            sum += counts[value];
        }
        return value -> table[value];
    }

    /** Between two values, or beyond the second for a factor above 1; the fraction is cut, in single precision. */
    static int between(int from, int to, float factor) {
        return Math.max(0, Math.min(255, (int) (from + factor * (to - from))));
    }

    private static Pixels mapped(Pixels picture, IntUnaryOperator tone) {
        byte[] table = table(tone);
        byte[] data = new byte[picture.data().length];
        for (int i = 0; i < data.length; i++) {
            data[i] = table[picture.data()[i] & 0xff];
        }
        return new Pixels(picture.width(), picture.height(), picture.channels(), data);
    }

    private static byte[] table(IntUnaryOperator tone) {
        byte[] table = new byte[256];
        for (int value = 0; value < 256; value++) {
            table[value] = (byte) tone.applyAsInt(value);
        }
        return table;
    }

    /** @param tone from how often each of the 256 values occurs in a channel */
    private static Pixels channelwise(Pixels picture, java.util.function.Function<int[], IntUnaryOperator> tone) {
        int channels = picture.channels();
        byte[] data = new byte[picture.data().length];
        for (int c = 0; c < channels; c++) {
            int[] counts = new int[256];
            for (int i = c; i < data.length; i += channels) {
                counts[picture.data()[i] & 0xff]++;
            }
            byte[] table = table(tone.apply(counts));
            for (int i = c; i < data.length; i += channels) {
                data[i] = table[picture.data()[i] & 0xff];
            }
        }
        return new Pixels(picture.width(), picture.height(), channels, data);
    }
}
