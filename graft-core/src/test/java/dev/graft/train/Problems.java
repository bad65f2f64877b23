package dev.graft.train;

import dev.graft.data.Labels;
import dev.graft.data.Target;
import dev.graft.model.OneLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Small problems on made-up features. */
final class Problems {
    /** The rows of the golden values. */
    static final float[][] ROWS = {
        {0.5f, -1.2f},
        {1.5f, 0.3f},
        {-0.7f, 0.8f},
        {2.1f, -0.4f},
        {-1.1f, -0.9f},
        {0.2f, 1.7f},
        {1.0f, 1.0f},
        {-0.3f, -2.0f}
    };

    private Problems() {}

    static OneLabel classes(int count, Double... weights) {
        return new OneLabel(
                Labels.of(IntStream.range(0, count).mapToObj(Integer::toString).toList()), List.of(weights), 0);
    }

    static List<Target> labels(int... classes) {
        return Arrays.stream(classes)
                .mapToObj(c -> (Target) new Target.Label(Integer.toString(c)))
                .toList();
    }

    static List<Target> numbers(double... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(n -> (Target) new Target.Value(n))
                .toList();
    }

    static LabelledRows apart(float[][] rows, List<Target> targets) {
        return new LabelledRows(rows, targets, IntStream.range(0, rows.length).toArray());
    }

    /** Rows of length 1 whose class shows in the first numbers, not always. */
    static LabelledRows clouds(int count, int width, int classes, double noise, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[count][width];
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = i % classes;
            double square = 0;
            for (int j = 0; j < width; j++) {
                rows[i][j] = (float) (random.nextGaussian() * noise + (j % classes == label ? 1 : 0));
                square += rows[i][j] * rows[i][j];
            }
            for (int j = 0; j < width; j++) {
                rows[i][j] /= (float) Math.sqrt(square);
            }
            targets.add(new Target.Label(Integer.toString(label)));
        }
        return apart(rows, targets);
    }

    /** The same rows with a number to learn. */
    static LabelledRows withNumbers(LabelledRows examples, long seed) {
        Random random = new Random(seed);
        double[] numbers = Arrays.stream(examples.rows())
                .mapToDouble(row -> 20 + 5 * row[0] - 3 * row[1] + random.nextGaussian())
                .toArray();
        return new LabelledRows(examples.rows(), numbers(numbers), examples.twins());
    }

    /** All but some places. */
    static int[] without(int count, int... left) {
        return IntStream.range(0, count)
                .filter(i -> Arrays.stream(left).noneMatch(l -> l == i))
                .toArray();
    }
}
