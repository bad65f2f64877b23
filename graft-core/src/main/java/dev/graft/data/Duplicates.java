package dev.graft.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Repeated inputs. Exact are those that differ at most in case, runs of blanks and coding of accents; near are those
 * of which nine tenths of all runs of three characters are shared. Of pictures, exact are equal files; near are those
 * that grow lighter and darker at the same places, as a picture does that was scaled or coded again.
 *
 * @param exact examples that repeat an earlier one exactly; across two datasets, examples of the second that repeat one
 *     of the first
 * @param near examples that repeat one nearly, and none exactly
 * @param contradicting those of the exact ones whose target is another
 * @param pairs some of them, contradicting ones first, then exact, then near ones, at most 10
 */
public record Duplicates(int exact, int near, int contradicting, List<Pair> pairs) {
    private static final int MOST_PAIRS = 10;

    /** Two places with the same, or nearly the same input. */
    public record Pair(String first, String second, boolean exact, boolean contradicting) {}

    public Duplicates {
        pairs = List.copyOf(pairs);
    }

    public static Duplicates within(Dataset<?> data) throws IOException {
        Alike alike = Alike.in(data);
        Count count = new Count(data);
        for (int i = 0; i < data.size(); i++) {
            if (alike.firstSame(i) != i) {
                count.exact(alike.firstSame(i), i);
            } else if (alike.group(i) != i) {
                count.near(alike.group(i), i);
            }
        }
        return count.result();
    }

    /** What of the second was already in the first; what repeats inside one of them does not count. */
    public static <S> Duplicates across(Dataset<? extends S> first, Dataset<? extends S> second) throws IOException {
        Dataset<S> both = new Joined<>(first, second);
        Alike alike = Alike.in(both);
        Count count = new Count(both);
        for (int i = first.size(); i < both.size(); i++) {
            if (alike.firstSame(i) < first.size()) {
                count.exact(alike.firstSame(i), i);
            } else if (alike.group(i) < first.size()) {
                count.near(alike.group(i), i);
            }
        }
        return count.result();
    }

    public boolean isEmpty() {
        return exact + near == 0;
    }

    /** Counts, and keeps the first few of each kind. */
    private static final class Count {
        private final Dataset<?> data;
        private final List<Pair> contradictions = new ArrayList<>();
        private final List<Pair> repeats = new ArrayList<>();
        private final List<Pair> nearRepeats = new ArrayList<>();
        private int exact;
        private int near;
        private int contradicting;

        Count(Dataset<?> data) {
            this.data = data;
        }

        void exact(int first, int second) throws IOException {
            exact++;
            Target a = data.target(first);
            Target b = data.target(second);
            boolean known = !(a instanceof Target.Unlabeled) && !(b instanceof Target.Unlabeled);
            boolean contradicts = known && !a.equals(b);
            contradicting += contradicts ? 1 : 0;
            keep(contradicts ? contradictions : repeats, first, second, true, contradicts);
        }

        void near(int first, int second) throws IOException {
            near++;
            keep(nearRepeats, first, second, false, false);
        }

        private void keep(List<Pair> pairs, int first, int second, boolean exact, boolean contradicts)
                throws IOException {
            if (pairs.size() < MOST_PAIRS) {
                pairs.add(new Pair(data.get(first).where(), data.get(second).where(), exact, contradicts));
            }
        }

        Duplicates result() {
            List<Pair> pairs = new ArrayList<>(contradictions);
            pairs.addAll(repeats);
            pairs.addAll(nearRepeats);
            return new Duplicates(exact, near, contradicting, pairs.subList(0, Math.min(MOST_PAIRS, pairs.size())));
        }
    }
}
