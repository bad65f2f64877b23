package dev.graft.metric;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Answers for tests. */
final class Answered {
    private Answered() {}

    /** Classes said, each with probability 0.8, the rest spread evenly. */
    static Scored classes(int classes, int[] truth, int[] said) {
        float[][] probabilities = new float[said.length][classes];
        for (int i = 0; i < said.length; i++) {
            Arrays.fill(probabilities[i], 0.2f / (classes - 1));
            probabilities[i][said[i]] = 0.8f;
        }
        return Scored.oneLabel(probabilities, truth);
    }

    /** Two classes by the probability of class 1. */
    static Scored binary(int[] truth, double... positive) {
        float[][] probabilities = new float[positive.length][];
        for (int i = 0; i < positive.length; i++) {
            probabilities[i] = new float[] {(float) (1 - positive[i]), (float) positive[i]};
        }
        return Scored.oneLabel(probabilities, truth);
    }

    /** Random answers of a kind, the better the higher the skill in [0, 1]; classes 0 for numbers. */
    static Scored random(Scored.Kind kind, int examples, int classes, double skill, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return switch (kind) {
            case ONE_LABEL -> oneLabel(examples, classes, skill, random);
            case SEVERAL_LABELS -> severalLabels(examples, classes, skill, random);
            case NUMBERS -> numbers(examples, skill, random);
        };
    }

    private static Scored oneLabel(int examples, int classes, double skill, SplittableRandom random) {
        int[] truth = new int[examples];
        float[][] probabilities = new float[examples][classes];
        for (int i = 0; i < examples; i++) {
            truth[i] = random.nextInt(classes);
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                // one decimal of the exponent, so that ties occur
                double score = Math.round(20 * random.nextDouble()) / 10.0 + (c == truth[i] ? 3 * skill : 0);
                probabilities[i][c] = (float) Math.exp(score);
                sum += probabilities[i][c];
            }
            for (int c = 0; c < classes; c++) {
                probabilities[i][c] /= (float) sum;
            }
        }
        return Scored.oneLabel(probabilities, truth);
    }

    private static Scored severalLabels(int examples, int labels, double skill, SplittableRandom random) {
        boolean[][] truth = new boolean[examples][labels];
        float[][] probabilities = new float[examples][labels];
        for (int i = 0; i < examples; i++) {
            for (int c = 0; c < labels; c++) {
                truth[i][c] = random.nextInt(4) == 0;
                double guess = Math.round(20 * random.nextDouble()) / 20.0;
                probabilities[i][c] = (float) (guess * (1 - skill) + (truth[i][c] ? skill : 0));
            }
        }
        return Scored.severalLabels(probabilities, truth, 0.5);
    }

    private static Scored numbers(int examples, double skill, SplittableRandom random) {
        double[] truth = new double[examples];
        double[] predicted = new double[examples];
        for (int i = 0; i < examples; i++) {
            truth[i] = random.nextInt(20);
            predicted[i] = truth[i] * skill + random.nextInt(20) * (1 - skill);
        }
        return Scored.numbers(predicted, truth);
    }
}
