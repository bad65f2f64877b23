package dev.graft.image;

import dev.graft.base.Check;
import java.util.random.RandomGenerator;

/**
 * Blurs some of the pictures. The kernel reaches three deviations; beyond its edge the picture is reflected.
 *
 * <p>Source: Chen et al., "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020, appendix
 * A: probability 0.5, deviation 0.1 to 2.
 *
 * @param probability in (0, 1]
 * @param least deviation in pixels, above 0
 * @param most deviation, at most 20
 */
public record GaussianBlur(double probability, double least, double most) implements Transform {
    public static final GaussianBlur DEFAULTS = new GaussianBlur(0.5, 0.1, 2);

    private static final int BITS = 16; // of a weight after the point

    public GaussianBlur {
        Check.fraction("probability", probability);
        Check.positive("least", least);
        Check.that(most >= least && most <= 20, "most must be from least to 20, was " + most);
    }

    @Override
    public Pixels apply(Pixels picture, RandomGenerator random) {
        return random.nextDouble() < probability ? blurred(picture, Transform.uniform(random, least, most)) : picture;
    }

    static Pixels blurred(Pixels picture, double deviation) {
        int[] kernel = kernel(deviation);
        int stride = picture.width() * picture.channels();
        int[] rows = new int[picture.data().length]; // 8 bits after the point
        for (int y = 0; y < picture.height(); y++) {
            alongRow(picture, y, kernel, rows);
        }
        byte[] data = new byte[rows.length];
        int[] sums = new int[stride];
        int reach = kernel.length / 2;
        for (int y = 0; y < picture.height(); y++) {
            java.util.Arrays.fill(sums, 1 << BITS + 7);
            for (int k = -reach; k <= reach; k++) {
                int from = reflected(y + k, picture.height()) * stride;
                int weight = kernel[k + reach];
                for (int i = 0; i < stride; i++) {
                    sums[i] += rows[from + i] * weight;
                }
            }
            for (int i = 0; i < stride; i++) {
                data[y * stride + i] = (byte) (sums[i] >>> BITS + 8);
            }
        }
        return new Pixels(picture.width(), picture.height(), picture.channels(), data);
    }

    private static void alongRow(Pixels picture, int y, int[] kernel, int[] rows) {
        int channels = picture.channels();
        int stride = picture.width() * channels;
        int reach = kernel.length / 2;
        int[] wide = new int[stride + 2 * reach * channels]; // the row with its reflections
        for (int x = -reach, to = 0; x < picture.width() + reach; x++) {
            int from = y * stride + reflected(x, picture.width()) * channels;
            for (int c = 0; c < channels; c++) {
                wide[to++] = picture.data()[from + c] & 0xff;
            }
        }
        int[] sums = new int[stride];
        for (int k = 0; k < kernel.length; k++) {
            int weight = kernel[k];
            for (int i = 0; i < stride; i++) {
                sums[i] += wide[k * channels + i] * weight;
            }
        }
        for (int i = 0; i < stride; i++) {
            rows[y * stride + i] = sums[i] + (1 << BITS - 9) >> BITS - 8;
        }
    }

    /** Weights that sum to one, in fixed point. */
    private static int[] kernel(double deviation) {
        int reach = (int) Math.max(1, Math.ceil(3 * deviation));
        double[] weights = new double[2 * reach + 1];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double distance = (i - reach) / deviation;
            sum += weights[i] = Math.exp(-0.5 * distance * distance);
        }
        int[] kernel = new int[weights.length];
        int rest = 1 << BITS;
        for (int i = 0; i < kernel.length; i++) {
            rest -= kernel[i] = (int) Math.round(weights[i] / sum * (1 << BITS));
        }
        kernel[reach] += rest;
        return kernel;
    }

    /** Mirrored at the middle of the pixel on the edge: dcb|abcd|cba. */
    private static int reflected(int index, int length) {
        int period = Math.max(1, 2 * length - 2);
        int folded = Math.floorMod(index, period);
        return folded < length ? folded : period - folded;
    }
}
