package dev.graft.train;

import dev.graft.backbone.StoredFeatures;
import dev.graft.data.Ahead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What frozen stages gave for each example, in memory or on disk; where there are several draws, each epoch sees the next. */
interface FrozenRows extends AutoCloseable {
    /** Those of some examples, in their order. */
    List<float[]> take(int epoch, int[] examples);

    /** Told ahead what will be asked for. */
    default void soon(int epoch, int[] examples) {}

    @Override
    default void close() {}

    static FrozenRows inMemory(List<float[][]> draws) {
        return (epoch, examples) -> {
            float[][] rows = draws.get(epoch % draws.size());
            return Arrays.stream(examples).mapToObj(i -> rows[i]).toList();
        };
    }

    /** Read while the network is at work on those before; what was lost on disk is computed again. */
    static FrozenRows stored(List<StoredFeatures> draws) {
        Ahead<Optional<float[]>> rows =
                new Ahead<>((epoch, example) -> draws.get(epoch % draws.size()).read(example));
        return new FrozenRows() {
            @Override
            public List<float[]> take(int epoch, int[] examples) {
                List<Optional<float[]>> read = rows.take(epoch, examples);
                List<float[]> whole = new ArrayList<>();
                for (int i = 0; i < examples.length; i++) {
                    int example = examples[i];
                    whole.add(read.get(i)
                            .orElseGet(() -> draws.get(epoch % draws.size()).compute(example)));
                }
                return whole;
            }

            @Override
            public void soon(int epoch, int[] examples) {
                rows.soon(epoch, examples);
            }

            @Override
            public void close() {
                rows.close();
                draws.forEach(StoredFeatures::close);
            }
        };
    }
}
