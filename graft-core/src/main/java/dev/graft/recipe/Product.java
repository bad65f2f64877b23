package dev.graft.recipe;

import dev.graft.data.Dataset;
import dev.graft.hub.Hub;
import dev.graft.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a finished run leaves at its place. */
public interface Product {
    /** A model for its users. */
    Product BUNDLE = new BundleProduct();

    /** In messages: {@code bundle}. */
    String name();

    /** Whether a folder holds such a thing, so that {@code --overwrite} may replace it. */
    boolean isAt(Path folder);

    /**
     * Writes it to {@link TrainResult#bundle}, and reads it back to see that it is what was trained.
     *
     * @param trained all that the model learned from
     * @param sample examples to compare by
     * @return what a user should know of it
     */
    List<String> save(Model model, TrainResult result, Dataset<?> trained, Dataset<?> sample, Hub hub)
            throws IOException;
}
