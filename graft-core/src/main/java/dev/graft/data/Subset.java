package dev.graft.data;

import dev.graft.base.Check;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Some samples of a dataset, in an order of their own. */
final class Subset<S> implements Dataset<S> {
    private final Dataset<S> whole;
    private final int[] indices;

    Subset(Dataset<S> whole, int[] indices) {
        this.whole = whole;
        this.indices = indices.clone();
        for (int index : indices) {
            Check.that(
                    index >= 0 && index < whole.size(),
                    "index must be in [0, " + whole.size() + "), was " + index + " (" + whole.name() + ")");
        }
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public Sample<S> get(int index) throws IOException {
        return whole.get(indices[Objects.checkIndex(index, indices.length)]);
    }

    @Override
    public Target target(int index) throws IOException {
        return whole.target(indices[Objects.checkIndex(index, indices.length)]);
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public List<String> notes() {
        return whole.notes();
    }
}
