package dev.graft.metric;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How well one class or label is recognised.
 *
 * @param label its index, in [0, C)
 * @param precision of what was said to be it, the share that is; 0 if it was never said, NaN if it does not occur at all
 * @param recall of what is it, the share found; 0 if there is none but it was said, NaN if it does not occur at all
 * @param f1 harmonic mean of the two, with the same rule
 * @param support how many examples are it
 */
public record ClassScore(int label, double precision, double recall, double f1, long support) {

    /** One for each class, in order. */
    public static List<ClassScore> of(Scored scored) {
        scored.mustFit(new F1(Average.MACRO));
        Tally tally = scored.tally();
        return IntStream.range(0, scored.classes()).mapToObj(c -> of(tally, c)).toList();
    }

    private static ClassScore of(Tally tally, int c) {
        double hits = tally.hits()[c];
        double chosen = tally.chosen()[c];
        double actual = tally.actual()[c];
        if (!tally.occurs(c)) {
            return new ClassScore(c, Double.NaN, Double.NaN, Double.NaN, 0);
        }
        return new ClassScore(
                c,
                Precision.of(hits, chosen, actual),
                Recall.of(hits, chosen, actual),
                F1.of(hits, chosen, actual),
                tally.actual()[c]);
    }
}
