package dev.graft.metric;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Answers to examples that might have been in the set but were not: with a true value that was seen, and an answer
 * that is wrong, taken from another example, or right. {@link Bootstrap} says what for.
 */
final class Unseen {
    private static final int MOST = 256;
    private static final int TRIES = 50;

    private Unseen() {}

    /** Whose true values the unseen examples have. */
    static int[] examples(Scored scored, long seed) {
        return new SplittableRandom(seed)
                .ints(Math.min(scored.size(), MOST), 0, scored.size())
                .toArray();
    }

    /** The examples, and after them the unseen ones, answered as if they were others. */
    static Scored withWrong(Scored scored, int[] unseen, long seed) {
        SplittableRandom random = new SplittableRandom(~seed);
        if (scored.kind() == Scored.Kind.NUMBERS) {
            return numbers(
                    scored,
                    unseen,
                    Arrays.stream(unseen)
                            .mapToDouble(i -> scored.value(random.nextInt(scored.size())))
                            .toArray());
        }
        float[][] answers =
                Arrays.stream(unseen).mapToObj(i -> wrong(scored, i, random)).toArray(float[][]::new);
        return classes(scored, unseen, answers);
    }

    /** The examples, and after them the unseen ones, answered rightly. */
    static Scored withRight(Scored scored, int[] unseen) {
        if (scored.kind() == Scored.Kind.NUMBERS) {
            return numbers(
                    scored,
                    unseen,
                    Arrays.stream(unseen).mapToDouble(scored::target).toArray());
        }
        float[][] answers =
                Arrays.stream(unseen).mapToObj(i -> right(scored, i)).toArray(float[][]::new);
        return classes(scored, unseen, answers);
    }

    private static float[] wrong(Scored scored, int i, SplittableRandom random) {
        for (int k = 0; k < TRIES; k++) {
            int other = random.nextInt(scored.size());
            if (differ(scored, i, other)) {
                return scored.answers().probabilities(scored.row(other));
            }
        }
        float[] answer = right(scored, i).clone();
        int label = random.nextInt(scored.classes());
        if (scored.kind() == Scored.Kind.SEVERAL_LABELS) {
            answer[label] = scored.has(i, label) ? 0 : 1;
            return answer;
        }
        int truth = scored.truth(i);
        return exchanged(answer, truth, label == truth ? (label + 1) % scored.classes() : label);
    }

    /** Whether the answer to another example would be wrong here. */
    private static boolean differ(Scored scored, int i, int other) {
        for (int c = 0; c < scored.classes(); c++) {
            if (scored.has(i, c) != scored.chosen(other, c)) {
                return true;
            }
        }
        return false;
    }

    private static float[] right(Scored scored, int i) {
        float[] answer = scored.answers().probabilities(scored.row(i));
        if (scored.isCorrect(i)) {
            return answer;
        }
        if (scored.kind() == Scored.Kind.ONE_LABEL) {
            return exchanged(answer, scored.truth(i), scored.predicted(i));
        }
        float[] mended = answer.clone();
        for (int c = 0; c < mended.length; c++) {
            if (scored.has(i, c) != scored.chosen(i, c)) {
                mended[c] = scored.has(i, c) ? 1 : 0;
            }
        }
        return mended;
    }

    private static float[] exchanged(float[] answer, int a, int b) {
        float[] exchanged = answer.clone();
        exchanged[a] = answer[b];
        exchanged[b] = answer[a];
        return exchanged;
    }

    private static Scored numbers(Scored scored, int[] unseen, double[] answers) {
        int size = scored.size();
        double[] values = new double[size + unseen.length];
        double[] targets = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i < size ? scored.value(i) : answers[i - size];
            targets[i] = scored.target(i < size ? i : unseen[i - size]);
        }
        return Scored.numbers(values, targets);
    }

    private static Scored classes(Scored scored, int[] unseen, float[][] answers) {
        int size = scored.size();
        int[] source = new int[size + unseen.length];
        float[][] all = new float[source.length][];
        for (int i = 0; i < all.length; i++) {
            source[i] = scored.row(i < size ? i : unseen[i - size]);
            all[i] = i < size ? scored.answers().probabilities(source[i]) : answers[i - size];
        }
        if (scored.kind() == Scored.Kind.ONE_LABEL) {
            return Scored.oneLabel(
                    all, Arrays.stream(source).map(scored.answers()::truth).toArray());
        }
        boolean[][] labels =
                Arrays.stream(source).mapToObj(scored.answers()::labels).toArray(boolean[][]::new);
        return Scored.severalLabels(all, labels, scored.answers().threshold());
    }
}
