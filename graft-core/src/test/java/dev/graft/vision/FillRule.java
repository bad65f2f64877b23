package dev.graft.vision;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The rule that fills any tensor from its name and shape: scripts/golden-vision/rule.py, bit for bit. */
final class FillRule {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int PIECE = 1 << 22; // values filled at once
    private static final int RUN = 1 << 14; // of them by one thread

    private FillRule() {}

    /** Fills every parameter and buffer of a network. */
    static void fill(Network network, double gain, double variance) {
        network.named().forEach((name, tensor) -> fill(name, tensor, gain, variance));
    }

    private static void fill(String name, Tensor tensor, double gain, double variance) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        long[] shape = tensor.shape().sizes();
        double deviation = Math.sqrt(variance);
        switch (last) {
            case "num_batches_tracked" -> tensor.clearInPlace();
            case "running_var" -> uniform(name, tensor, variance, variance / 2);
            case "gamma", "layer_scale" -> uniform(name, tensor, 0.5, 0.25);
            case "running_mean", "bias", "in_proj_bias" -> uniform(name, tensor, 0, gain / 5);
            default -> {
                if (!last.endsWith("weight")) {
                    uniform(name, tensor, 0, gain / 2);
                } else if (shape.length == 1) {
                    uniform(name, tensor, deviation, deviation / 4);
                } else {
                    long in = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
                    uniform(name, tensor, 0, gain * Math.sqrt(6.0 / in));
                }
            }
        }
    }

    private static void uniform(String name, Tensor tensor, double center, double radius) {
        try (Scope scope = Scope.open()) {
            Tensor row = Tensor.zeros(tensor.count()); // the tensor's own values may lie in another order
            for (long from = 0; from < row.size(0); from += PIECE) {
                int count = (int) Math.min(PIECE, row.size(0) - from);
                row.narrow(0, from, count).copyInPlace(Tensor.of(values(name, from, count, center, radius), count));
            }
            tensor.copyInPlace(row.reshape(tensor.shape().sizes()));
        }
    }

    /** A prepared batch of unit variance. */
    static Tensor picture(long... shape) {
        int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return Tensor.of(values("picture", 0, count, 0, Math.sqrt(3)), shape);
    }

    static float[] values(String name, long from, int count, double center, double radius) {
        long seed = seed(name);
        float[] values = new float[count];
        IntStream.range(0, (count + RUN - 1) / RUN).parallel().forEach(run -> {
            for (int i = run * RUN; i < Math.min((run + 1) * RUN, count); i++) {
                values[i] = (float) (center + radius * ((bits(seed, from + i) >>> 40) / 0x1p23 - 1));
            }
        });
        return values;
    }

    /** +1 or -1, by the highest bit. */
    static int sign(String name, int index) {
        return bits(seed(name), index) < 0 ? -1 : 1;
    }

    /** FNV-1a, 64 bits. */
    private static long seed(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001B3L;
        }
        return hash;
    }

    /** Number {@code index} of SplitMix64. */
    private static long bits(long seed, long index) {
        long z = seed + (index + 1) * GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
