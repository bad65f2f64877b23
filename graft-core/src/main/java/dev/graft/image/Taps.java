package dev.graft.image;

import java.util.function.DoubleUnaryOperator;

/**
 * Which pixels of a line make each pixel of a scaled line, and with which weights: a filter as wide as the picture
 * shrinks, its weights summing to one and rounded to 22 bits after the point, as Pillow's documented "antialiasing"
 * resampling has them.
 *
 * <p>Source: Pillow's manual, Concepts, Filters; bicubic with a = -0.5 from Keys, "Cubic Convolution Interpolation for
 * Digital Image Processing", IEEE TASSP 1981.
 *
 * @param first index, in the line, of the first pixel that counts, for each wanted pixel
 * @param count of pixels that count
 * @param weights of all, {@code most} a wanted pixel
 */
record Taps(int[] first, int[] count, int[] weights, int most) {
    static final int BITS = 22; // of a weight after the point

    /**
     * @param length of the line
     * @param scaled length of the scaled line
     * @param from first pixel of the scaled line that is wanted
     * @param wanted how many are
     */
    static Taps of(Interpolation interpolation, int length, int scaled, int from, int wanted) {
        double scale = (double) length / scaled;
        double spread = Math.max(scale, 1);
        double reach = interpolation == Interpolation.BICUBIC ? 2 * spread : spread;
        DoubleUnaryOperator filter = interpolation == Interpolation.BICUBIC ? Taps::cubic : Taps::triangle;
        int most = (int) Math.ceil(reach) * 2 + 1;
        Taps taps = new Taps(new int[wanted], new int[wanted], new int[wanted * most], most);
        double[] line = new double[most];
        for (int i = 0; i < wanted; i++) {
            double center = (from + i + 0.5) * scale;
            int first = Math.max((int) (center - reach + 0.5), 0);
            int count = Math.min((int) (center + reach + 0.5), length) - first;
            for (int t = 0; t < count; t++) {
                line[t] = filter.applyAsDouble((t + first - center + 0.5) * (1 / spread));
            }
            taps.first[i] = first;
            taps.count[i] = count;
            round(line, count, taps.weights, i * most);
        }
        return taps;
    }

    private static void round(double[] line, int count, int[] into, int at) {
        double sum = 0; // in this order, as rounding depends on it
        for (int t = 0; t < count; t++) {
            sum += line[t];
        }
        for (int t = 0; t < count; t++) {
            double weight = line[t] / sum * (1 << BITS);
            into[at + t] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
        }
    }

    private static double triangle(double x) {
        return Math.max(0, 1 - Math.abs(x));
    }

    private static double cubic(double signed) {
        double x = Math.abs(signed);
        if (x < 1) {
            return (1.5 * x - 2.5) * x * x + 1;
        }
        return x < 2 ? ((x - 5) * x + 8) * x * -0.5 + 2 : 0;
    }
}
