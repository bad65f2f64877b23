package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.Shape;
import dev.graft.engine.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Says why a file does not fit a network, and into which it fits.
 *
 * @param called the file's name
 * @param found the file's tensors, without a common prefix
 */
record Refusals(Loading loading, String called, Map<String, Shape> found) {

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
                            + ", so it is of another network than " + loading.network() + mend());
        }
    }

    void leftOver(List<String> left) throws BadInput {
        if (!left.isEmpty()) {
            throw new BadInput(
                    called,
                    "tensor '" + left.get(0) + "' is not in " + loading.network() + "; " + left.size() + " of "
                            + found.size() + " tensors are left over" + mend());
        }
    }

    void missing(List<String> missing, Map<String, Tensor> target) throws BadInput {
        if (!missing.isEmpty()) {
            String first = missing.get(0);
            String all = missing.size() == 1 ? "" : "; " + missing.size() + " of " + target.size() + " are missing";
            throw new BadInput(
                    called,
                    "lacks tensor '" + first + "' " + target.get(first).shape() + " of " + loading.network() + all
                            + mend());
        }
    }

    private String mend() {
        return loading.suggest()
                .suggest(called, loading.network(), found)
                .map(other -> ". Load it into " + other + ".")
                .orElse("; take weights of " + loading.network());
    }
}
