package dev.graft.data;

import dev.graft.base.Check;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import java.util.Arrays;
import java.util.Random;

/**
 * Mixes each picture of a batch with another one of it: all of both (mixup), or a rectangle of the other in place of
 * its own (CutMix). The target is mixed in the same proportion, which is drawn once for a batch. Sources: Zhang et al.,
 * "mixup: Beyond Empirical Risk Minimization", ICLR 2018; Yun et al., "CutMix", ICCV 2019.
 *
 * @param mixup parameter of the Beta distribution that the share is drawn from, 0 for never; the paper takes 0.2
 * @param cutmix the same for rectangles; the paper takes 1. Where both are above 0 each batch has one of them by chance
 */
public record Mixing(double mixup, double cutmix) {
    public Mixing {
        Check.notNegative("mixup", mixup);
        Check.notNegative("cutmix", cutmix);
        Check.that(mixup + cutmix > 0, "mixup or cutmix must be above 0");
    }

    /**
     * A mixed batch.
     *
     * @param partner for each picture the place of the one that was mixed into it
     * @param own share of the picture itself, in [0, 1]
     */
    public record Mixed(Flow inputs, int[] partner, double own) {}

    /** @param inputs with {@code pixels} (N, C, H, W) */
    public Mixed of(Flow inputs, long seed) {
        Random random = new Random(seed);
        Tensor pixels = inputs.get(Flow.PIXELS);
        int[] partner = shuffled((int) pixels.size(0), random);
        boolean cut = cutmix > 0 && (mixup == 0 || random.nextBoolean());
        double own = beta(cut ? cutmix : mixup, random);
        Tensor other =
                pixels.pick(0, Tensor.of(Arrays.stream(partner).asLongStream().toArray(), partner.length));
        if (!cut) {
            return new Mixed(inputs.with(Flow.PIXELS, pixels.mul(own).add(other.mul(1 - own))), partner, own);
        }
        int height = (int) pixels.size(2);
        int width = (int) pixels.size(3);
        int[] box = box(width, height, Math.sqrt(1 - own), random);
        float[] mask = new float[height * width];
        for (int y = box[1]; y < box[3]; y++) {
            Arrays.fill(mask, y * width + box[0], y * width + box[2], 1);
        }
        double area = (double) (box[2] - box[0]) * (box[3] - box[1]) / (width * height);
        Tensor there = Tensor.of(mask, 1, 1, height, width);
        Tensor mixed = pixels.add(other.sub(pixels).mul(there));
        return new Mixed(inputs.with(Flow.PIXELS, mixed), partner, 1 - area);
    }

    /** Left, top, right and bottom of a rectangle with its middle anywhere, cut off at the edges. */
    private static int[] box(int width, int height, double side, Random random) {
        int x = random.nextInt(width);
        int y = random.nextInt(height);
        int w = (int) (width * side / 2);
        int h = (int) (height * side / 2);
        return new int[] {Math.max(0, x - w), Math.max(0, y - h), Math.min(width, x + w), Math.min(height, y + h)};
    }

    private static int[] shuffled(int count, Random random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** From Beta(a, a), by two gamma draws. */
    private static double beta(double a, Random random) {
        double x = gamma(a, random);
        double y = gamma(a, random);
        return x + y == 0 ? 0.5 : x / (x + y);
    }

    /** Source: Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", ACM TOMS 2000. */
    private static double gamma(double shape, Random random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double normal = random.nextGaussian();
            double v = Math.pow(1 + c * normal, 3);
            if (v > 0 && Math.log(random.nextDouble()) < normal * normal / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
