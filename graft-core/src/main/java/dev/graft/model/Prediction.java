package dev.graft.model;

import dev.graft.data.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A model's answer to one input. */
public interface Prediction {
    /** In one cell of a table: a label, labels joined by {@code |}, a number. */
    String answer();

    /** What else could be said, the most probable first; empty for a number. */
    List<Candidate> top(int count);

    /** Whether another answer differs by no more than the tolerance in any probability, or share of a number. */
    boolean isNear(Prediction other, double tolerance);

    /** A label and its probability in [0, 1]. */
    record Candidate(String label, double probability) {}

    private static boolean near(float[] a, float[] b, double tolerance) {
        return a.length == b.length && IntStream.range(0, a.length).allMatch(i -> Math.abs(a[i] - b[i]) <= tolerance);
    }

    private static List<Candidate> ranked(Labels labels, float[] probabilities, int count) {
        return IntStream.range(0, probabilities.length)
                .mapToObj(i -> new Candidate(labels.name(i), probabilities[i]))
                .sorted(Comparator.comparingDouble(Candidate::probability).reversed())
                .limit(count)
                .toList();
    }

    /** Each label with its probability, the most probable first. */
    private static String text(Labels labels, float[] probabilities) {
        return ranked(labels, probabilities, probabilities.length).stream()
                .map(one -> String.format(Locale.ROOT, "%s %.6f", one.label(), one.probability()))
                .collect(Collectors.joining(", "));
    }

    /** Exactly one of the labels. @param probabilities one per label, adding up to 1 */
    record OneOf(Labels labels, float[] probabilities) implements Prediction {
        @Override
        public String answer() {
            return top(1).get(0).label();
        }

        public double probability() {
            return top(1).get(0).probability();
        }

        @Override
        public boolean isNear(Prediction other, double tolerance) {
            return other instanceof OneOf that && near(probabilities, that.probabilities, tolerance);
        }

        @Override
        public String toString() {
            return text(labels, probabilities);
        }

        @Override
        public List<Candidate> top(int count) {
            return ranked(labels, probabilities, count);
        }
    }

    /** Every label whose probability reaches the threshold. */
    record AnyOf(Labels labels, float[] probabilities, double threshold) implements Prediction {
        @Override
        public String answer() {
            return String.join("|", given());
        }

        /** The labels that reach the threshold. */
        public List<String> given() {
            return IntStream.range(0, probabilities.length)
                    .filter(i -> probabilities[i] >= threshold)
                    .mapToObj(labels::name)
                    .toList();
        }

        @Override
        public boolean isNear(Prediction other, double tolerance) {
            return other instanceof AnyOf that && near(probabilities, that.probabilities, tolerance);
        }

        @Override
        public String toString() {
            return text(labels, probabilities);
        }

        @Override
        public List<Candidate> top(int count) {
            return ranked(labels, probabilities, count);
        }
    }

    /** A number. */
    record Amount(double value) implements Prediction {
        @Override
        public String answer() {
            return String.format(Locale.ROOT, "%.6g", value);
        }

        @Override
        public boolean isNear(Prediction other, double tolerance) {
            return other instanceof Amount that
                    && Math.abs(value - that.value) <= tolerance * Math.max(1, Math.abs(value));
        }

        @Override
        public List<Candidate> top(int count) {
            return List.of();
        }
    }
}
