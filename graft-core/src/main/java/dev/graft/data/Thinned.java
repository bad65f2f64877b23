package dev.graft.data;

import dev.graft.base.Check;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A smaller dataset, drawn so that every class keeps its proportion and each has an example as long as there is room. */
public final class Thinned {
    private Thinned() {}

    /** Several of them, each in proportion and of at least one sample. @param count samples of all together */
    public static Map<String, Dataset<?>> each(Map<String, Dataset<?>> all, int count, long seed) throws IOException {
        int size = all.values().stream().mapToInt(Dataset::size).sum();
        Map<String, Dataset<?>> some = new LinkedHashMap<>();
        for (Map.Entry<String, Dataset<?>> one : all.entrySet()) {
            double share = (double) count / size * one.getValue().size();
            some.put(one.getKey(), of(one.getValue(), Math.max(1, (int) Math.round(share)), seed));
        }
        return some;
    }

    /**
     * The same seed gives the same samples, in the order that they have in the data; fewer of them are part of more.
     *
     * @param count samples to keep, at least 1; from the size of the data on, all stay
     */
    public static <S> Dataset<S> of(Dataset<S> data, int count, long seed) throws IOException {
        Check.atLeast("count", count, 1);
        if (count >= data.size()) {
            return data;
        }
        List<Integer> shuffled =
                new ArrayList<>(IntStream.range(0, data.size()).boxed().toList());
        Collections.shuffle(shuffled, new Random(seed));
        Map<List<String>, List<Integer>> groups = new HashMap<>();
        for (int i : shuffled) {
            groups.computeIfAbsent(List.copyOf(data.target(i).classes()), name -> new ArrayList<>())
                    .add(i);
        }
        double[] place = new double[data.size()]; // how far an example stands in its class: 0 for the first
        for (List<Integer> group : groups.values()) {
            for (int rank = 0; rank < group.size(); rank++) {
                place[group.get(rank)] = (double) rank / group.size();
            }
        }
        shuffled.sort(Comparator.comparingDouble(i -> place[i])); // stable: chance decides between equals
        int[] kept = shuffled.stream().limit(count).mapToInt(Integer::intValue).toArray();
        Arrays.sort(kept);
        return data.subset(kept);
    }
}
