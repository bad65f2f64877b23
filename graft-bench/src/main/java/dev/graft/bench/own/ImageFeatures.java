package dev.graft.bench.own;

import dev.graft.engine.Engine;
import dev.graft.engine.Parallel;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import java.util.Arrays;
import java.util.Locale;

/**
 * A process that takes features of random pictures with networks in inference form and, by turns, in the form that could
 * learn; says how many a second.
 *
 * <p>Arguments: networks' names.
 */
public final class ImageFeatures {
    private static final int SIZE = 224;
    private static final int CHANNELS = 3;
    private static final int BATCH = 8;
    private static final int BATCHES = 8;
    private static final int ROUNDS = 9;

    private ImageFeatures() {}

    public static void main(String[] arguments) {
        StringBuilder text = new StringBuilder(
                "Features of pictures of 224 pixels, a caller of one thread on each core, "
                        + "batches of 8, fp32; best of rounds by turns.\n\n"
                        + "| network | inference form, pictures/s | form that could learn | median ratio |\n|---|---|---|---|");
        Engine.seed(42);
        try (Scope scope = Scope.open()) {
            Tensor pixels = Tensor.normal(BATCH, CHANNELS, SIZE, SIZE);
            for (String name : arguments) {
                text.append('\n').append(row(name, pixels));
            }
        }
        Line.print("text", text.toString());
    }

    private static String row(String name, Tensor pixels) {
        try (Network frozen = network(name);
                Network free = network(name)) {
            free.parameters().values().forEach(parameter -> parameter.requiresGrad(true));
            perSecond(frozen, pixels);
            perSecond(free, pixels);
            double[] fast = new double[ROUNDS];
            double[] plain = new double[ROUNDS];
            double[] ratios = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                fast[i] = perSecond(frozen, pixels);
                plain[i] = perSecond(free, pixels);
                ratios[i] = fast[i] / plain[i];
            }
            Arrays.sort(ratios);
            return String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.2f |",
                    name,
                    Arrays.stream(fast).max().orElseThrow(),
                    Arrays.stream(plain).max().orElseThrow(),
                    ratios[ROUNDS / 2]);
        }
    }

    private static Network network(String name) {
        Network network = Architectures.named(name).builder().build(CHANNELS, 0);
        network.begin(42);
        return network;
    }

    private static double perSecond(Network network, Tensor pixels) {
        long began = System.nanoTime();
        Parallel.run(BATCHES, i -> network.features(pixels).toFloats());
        return BATCHES * BATCH / ((System.nanoTime() - began) / 1e9);
    }
}
