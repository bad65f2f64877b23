package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cross-validation: the data are cut into parts of equal size and classes, and each is the test part once. Inputs that
 * are equal or nearly so are in the same part.
 *
 * @param count parts, at least 2
 * @param repeats how often all of it is done, with other parts each time, at least 1
 */
public record Folds(int count, int repeats) {
    public static final Folds DEFAULTS = new Folds(5, 1);

    public Folds {
        Check.atLeast("folds", count, 2);
        Check.atLeast("repeats", repeats, 1);
    }

    /** {@code count} splits for each repeat, one repeat after the other. */
    public <S> List<Split<S>> of(Dataset<S> data, long seed) throws IOException {
        List<Split<S>> splits = new ArrayList<>();
        for (int[] partOf : parts(data, seed)) {
            splits.addAll(splits(data, partOf, count));
        }
        return splits;
    }

    /** For each repeat the part, in [0, count), that each example is tested in. */
    public List<int[]> parts(Dataset<?> data, long seed) throws IOException {
        Strata strata = strata(data);
        if (strata.groups().size() < count) {
            throw new BadInput(
                    data.name(),
                    strata.groups().size() + " different examples are too few for " + count + " folds; wanted at least "
                            + count + ", or ask for fewer folds");
        }
        MersenneTwister random = new MersenneTwister(seed);
        return IntStream.range(0, repeats)
                .mapToObj(repeat -> parts(strata, random, count))
                .toList();
    }

    /**
     * Parts of equal size and classes of examples that are in memory, as a choice inside a training part needs them.
     *
     * @param groups examples with the same number stay together
     * @param count parts; some are empty if there are fewer groups
     * @return the part, in [0, count), of each example
     */
    public static int[] parts(List<Target> targets, int[] groups, int count, long seed) {
        return parts(new Strata(targets, groups), new MersenneTwister(seed), count);
    }

    /**
     * As many splits as there are different inputs, each with one of them for the test. What equals it or nearly so is
     * left out with it and tested with it too, since training on its twin would answer for it.
     */
    public static <S> List<Split<S>> leaveOneOut(Dataset<S> data) throws IOException {
        int[] partOf = leftOut(data);
        return splits(data, partOf, IntStream.of(partOf).max().orElseThrow() + 1);
    }

    /** For each example the number, from 0 on without gaps, of the split of {@link #leaveOneOut} that tests it. */
    public static int[] leftOut(Dataset<?> data) throws IOException {
        Strata strata = strata(data);
        if (strata.groups().size() < 2) {
            throw new BadInput(data.name(), strata.groups().size() + " different examples; leaving one out needs 2");
        }
        int[] partOf = new int[data.size()];
        for (int g = 0; g < strata.groups().size(); g++) {
            for (int sample : strata.groups().get(g)) {
                partOf[sample] = g;
            }
        }
        return partOf;
    }

    /** A class must be left for training when one of its examples is tested. */
    private static Strata strata(Dataset<?> data) throws IOException {
        Strata strata = Strata.of(data, Alike.in(data).groups());
        if (strata.isOneLabelEach()) {
            TrainingCheck.twoOfEach(data, Facts.of(data));
        }
        return strata;
    }

    private static int[] parts(Strata strata, MersenneTwister random, int count) {
        double[] sizes = Quotas.equal(new int[] {strata.samples()}, count)[0];
        double[][] quotas =
                strata.isOneLabelEach() ? Quotas.equal(strata.counts(), count) : Quotas.shares(strata.counts(), sizes);
        return Allocation.of(strata, quotas, strata.isOneLabelEach() ? Quotas.sizes(quotas, count) : sizes, random);
    }

    private static <S> List<Split<S>> splits(Dataset<S> data, int[] partOf, int parts) {
        List<Split<S>> splits = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int fold = part;
            splits.add(new Split<>(
                    data.subset(IntStream.range(0, partOf.length)
                            .filter(i -> partOf[i] != fold)
                            .toArray()),
                    data.subset(IntStream.range(0, partOf.length)
                            .filter(i -> partOf[i] == fold)
                            .toArray())));
        }
        return splits;
    }
}
