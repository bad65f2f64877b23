package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.Shape;
import dev.graft.engine.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says why a file does not fit a network, and into which it fits.
 *
 * @param called the file's name
 * @param found the file's tensors, without a common prefix
 */
record Refusals(Loading loading, String called, Map<String, Shape> found) {
    private static final int NAMED = 10; // of each kind

    /** Refuses a file of which nothing is in the network. */
    void none(Map<String, FileTensor> pairs, Map<String, Tensor> target) throws BadInput {
        if (pairs.isEmpty() && !target.isEmpty()) {
            String first = target.keySet().iterator().next();
            String has = found.isEmpty()
                    ? ""
                    : ", but for instance '" + found.keySet().iterator().next() + "'";
            throw new BadInput(
                    called,
                    "has no tensor '" + first + "' among its " + found.size() + has
                            + ", so it is of another network than " + loading.network() + "; "
                            + other().orElse(own()));
        }
    }

    /**
     * Refuses a file of which something is left over, missing or of another shape.
     *
     * @param wanted tensors of the network
     * @param shapes names with both shapes
     */
    void any(List<String> unexpected, List<String> missing, List<String> shapes, int wanted) throws BadInput {
        List<String> kinds = new ArrayList<>();
        add(kinds, missing, missing.size() + " of its " + wanted + " tensors are missing");
        add(kinds, unexpected, unexpected.size() + " of the file's " + found.size() + " are unexpected");
        add(kinds, shapes, shapes.size() + " of another shape");
        if (!kinds.isEmpty()) {
            String names = String.join("; ", kinds);
            throw new BadInput(
                    called,
                    "does not fit " + loading.network()
                            + other().map(mend -> "; " + mend + ": " + names).orElse(": " + names + "; " + own()));
        }
    }

    private static void add(List<String> kinds, List<String> names, String counted) {
        if (!names.isEmpty()) {
            kinds.add(counted + " (" + Names.some(names, NAMED) + ")");
        }
    }

    /** The mend where the file is one of another network that is known. */
    private Optional<String> other() {
        return loading.suggest().suggest(called, loading.network(), found).map(name -> "load it into " + name);
    }

    private String own() {
        return "take weights of " + loading.network();
    }
}
