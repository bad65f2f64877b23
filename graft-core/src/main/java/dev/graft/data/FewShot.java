package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Small training sets drawn from a large one, the same as those of the embedding benchmark MTEB ("MTEB: Massive Text
 * Embedding Benchmark", Muennighoff et al., EACL 2023; its class {@code AbsTaskClassification}): before each draw the
 * list of indices, as the last draw left it, is shuffled by a generator seeded anew, and its first k of each class are
 * taken.
 */
public final class FewShot {
    private FewShot() {}

    /**
     * @param perClass examples of each class in a draw, at least 1; a class that has fewer is refused
     * @param draws how many sets, at least 1
     * @param seed of each shuffle; the benchmark uses 42
     * @return for each draw the indices taken, in the order of the shuffled list
     */
    public static List<int[]> indices(Dataset<?> data, int perClass, int draws, long seed) throws IOException {
        Check.atLeast("perClass", perClass, 1);
        Check.atLeast("draws", draws, 1);
        String[] labels = labels(data, perClass);
        int[] order = IntStream.range(0, labels.length).toArray();
        List<int[]> drawn = new ArrayList<>();
        for (int draw = 0; draw < draws; draw++) {
            new MersenneTwister(seed).shuffle(order);
            Map<String, Integer> counts = new HashMap<>();
            drawn.add(IntStream.of(order)
                    .filter(i -> counts.merge(labels[i], 1, Integer::sum) <= perClass)
                    .toArray());
        }
        return drawn;
    }

    public static <S> List<Dataset<S>> draws(Dataset<S> data, int perClass, int draws, long seed) throws IOException {
        return indices(data, perClass, draws, seed).stream().map(data::subset).toList();
    }

    private static String[] labels(Dataset<?> data, int perClass) throws IOException {
        String[] labels = new String[data.size()];
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            List<String> classes = data.target(i).classes();
            if (classes.size() != 1) {
                throw new BadInput(
                        data.get(i).where(), classes.size() + " labels; drawing k of each class wants one a row");
            }
            labels[i] = classes.get(0);
            counts.merge(labels[i], 1, Integer::sum);
        }
        for (String label : Labels.of(counts.keySet()).names()) {
            if (counts.get(label) < perClass) {
                throw new BadInput(
                        data.name(),
                        "class '" + label + "' has " + counts.get(label) + " examples, wanted " + perClass
                                + "; add some, or draw fewer of each class");
            }
        }
        return labels;
    }
}
