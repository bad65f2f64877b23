package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.io.IOException;
import java.util.stream.IntStream;

/** Samples to learn from, and others to judge by. */
public record Split<S>(Dataset<S> train, Dataset<S> test) {

    /** As {@link Dataset#split}; each part keeps the order of the whole. */
    static <S> Split<S> of(Dataset<S> data, double trainShare, long seed) throws IOException {
        Check.that(trainShare > 0 && trainShare < 1, "trainShare must be above 0 and below 1, was " + trainShare);
        Strata strata = Strata.of(data, Alike.in(data).groups());
        if (strata.groups().size() < 2) {
            throw new BadInput(
                    data.name(),
                    strata.groups().size() + " different examples; a training and a test part need 2 at least");
        }
        MersenneTwister random = new MersenneTwister(seed);
        int test = (int) Math.min(Math.max(Math.round(data.size() * (1 - trainShare)), 1), data.size() - 1);
        double[] sizes = {data.size() - test, test};
        double[][] quotas = strata.isOneLabelEach()
                ? Quotas.two(strata.counts(), test, random)
                : Quotas.shares(strata.counts(), sizes);
        int[] partOf = Allocation.of(strata, quotas, strata.isOneLabelEach() ? Quotas.sizes(quotas, 2) : sizes, random);
        Split<S> split = new Split<>(data.subset(indices(partOf, 0)), data.subset(indices(partOf, 1)));
        if (split.train.size() == 0 || split.test.size() == 0) {
            throw new BadInput(
                    data.name(),
                    "no example can be spared for the smaller part: each class has one only, or the others are"
                            + " duplicates that stay together; add examples, or give a test file");
        }
        return split;
    }

    private static int[] indices(int[] partOf, int part) {
        return IntStream.range(0, partOf.length).filter(i -> partOf[i] == part).toArray();
    }
}
