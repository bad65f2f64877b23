package dev.graft.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gives each group of samples to a part, so that the parts fill their quotas of every class: rarest class first, its
 * larger groups first, each to the part that lacks most of the class. With one label a row and single samples this
 * meets the quotas exactly; with several it is iterative stratification. Source: Sechidis, Tsoumakas and Vlahavas, "On
 * the stratification of multi-label data", ECML PKDD 2011.
 */
final class Allocation {
    private final Strata strata;
    private final double[][] lacking;
    private final double[] lackingInAll;
    private final int[] partOf;

    /**
     * @param quotas wanted samples, {@code [class][part]}; counted down
     * @param sizes wanted samples of each part; counted down
     */
    private Allocation(Strata strata, double[][] quotas, double[] sizes) {
        this.strata = strata;
        this.lacking = quotas;
        this.lackingInAll = sizes;
        this.partOf = new int[strata.samples()];
        Arrays.fill(partOf, -1);
    }

    /** The number of the part of each sample. */
    static int[] of(Strata strata, double[][] quotas, double[] sizes, MersenneTwister random) {
        Allocation allocation = new Allocation(strata, quotas, sizes);
        int[] counts = strata.counts();
        List<List<int[]>> groups = allocation.groupsByClass(random);
        IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingInt(c -> counts[c]))
                .forEach(c -> groups.get(c).forEach(group -> allocation.give(group, c)));
        return allocation.partOf;
    }

    /** For each class the groups that have it, in random order, the larger first. */
    private List<List<int[]>> groupsByClass(MersenneTwister random) {
        List<List<int[]>> byClass = new ArrayList<>();
        IntStream.range(0, strata.counts().length).forEach(c -> byClass.add(new ArrayList<>()));
        for (int g : random.permutation(strata.groups().size())) {
            int[] group = strata.groups().get(g);
            IntStream.of(group)
                    .flatMap(sample -> IntStream.of(strata.classesOf(sample)))
                    .distinct()
                    .forEach(c -> byClass.get(c).add(group));
        }
        byClass.forEach(list -> list.sort(Comparator.comparingInt(group -> -group.length)));
        return byClass;
    }

    private void give(int[] group, int c) {
        if (partOf[group[0]] >= 0) {
            return; // given when a rarer class had its turn
        }
        int best = 0;
        for (int part = 1; part < lackingInAll.length; part++) {
            best = isBetter(part, best, c) ? part : best;
        }
        for (int sample : group) {
            partOf[sample] = best;
            lackingInAll[best]--;
            for (int other : strata.classesOf(sample)) {
                lacking[other][best]--;
            }
        }
    }

    private boolean isBetter(int part, int best, int c) {
        boolean open = lackingInAll[part] > 0;
        if (open != lackingInAll[best] > 0) {
            return open;
        }
        int byClass = Double.compare(lacking[c][part], lacking[c][best]);
        return byClass != 0 ? byClass > 0 : lackingInAll[part] > lackingInAll[best];
    }
}
