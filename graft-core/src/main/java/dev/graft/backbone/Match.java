package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.Shape;
import dev.graft.engine.Tensor;
import dev.graft.weights.TensorFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which tensor of a file goes into which of a network.
 *
 * @param pairs by the name in the network
 * @param fresh of the network, that stay as they are
 * @param spare of the file, that are not used
 * @param missing of the network, that the file lacks
 * @param unexpected of the file, that the network has no place for
 * @param refusals that say so
 */
record Match(
        Map<String, FileTensor> pairs,
        List<String> fresh,
        List<String> spare,
        List<String> missing,
        List<String> unexpected,
        Refusals refusals) {
    static final String COUNTER = "num_batches_tracked"; // of batch norm; nothing reads it in inference

    /** @throws BadInput where nothing is in the network */
    static Match of(Loading loading, TensorFile file, String called, Map<String, Tensor> target) throws BadInput {
        String prefix = Prefixes.of(file.names(), target.keySet());
        Map<String, FileTensor> found = new TreeMap<>(); // by the names without the prefix
        List<String> spare = new ArrayList<>();
        for (String name : file.names()) {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), FileTensor.of(file, called, name));
            } else {
                spare.add(name);
            }
        }
        Map<String, FileTensor> pairs = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : target.keySet()) {
            if (found.containsKey(name)) {
                pairs.put(name, found.get(name));
            } else if (!name.endsWith(COUNTER)) {
                missing.add(name);
            }
        }
        List<String> fresh = fresh(loading, pairs, missing, target);
        Refusals refusals = new Refusals(loading, called, shapes(found));
        refusals.none(pairs, target);
        return new Match(pairs, fresh, spare, missing, left(loading, found, target, spare), refusals);
    }

    /**
     * Refuses a file that does not fit.
     *
     * @param shapes names of tensors that have another shape and cannot be made to fit, with both
     */
    void mustFit(List<String> shapes, int wanted) throws BadInput {
        refusals.any(unexpected, missing, shapes, wanted);
    }

    /** Takes the classifier out of the pairs, and of what is missing, where any of it does not fit. */
    private static List<String> fresh(
            Loading loading, Map<String, FileTensor> pairs, List<String> missing, Map<String, Tensor> target) {
        List<String> classifier = target.keySet().stream()
                .filter(name -> !loading.classifier().isEmpty() && name.startsWith(loading.classifier()))
                .toList();
        boolean fits = classifier.stream()
                .allMatch(name -> pairs.containsKey(name)
                        && pairs.get(name).shape().equals(target.get(name).shape()));
        if (fits) {
            return List.of();
        }
        pairs.keySet().removeAll(classifier);
        missing.removeAll(classifier);
        return classifier;
    }

    /** What the network has no place for, but for what may be there besides. */
    private static List<String> left(
            Loading loading, Map<String, FileTensor> found, Map<String, Tensor> target, List<String> spare) {
        List<String> left = new ArrayList<>();
        found.forEach((name, tensor) -> {
            boolean classifier = !loading.classifier().isEmpty() && name.startsWith(loading.classifier());
            if (name.endsWith(COUNTER) || classifier || loading.spare().test(name)) {
                if (!target.containsKey(name)) {
                    spare.add(tensor.entry().name());
                }
            } else if (!target.containsKey(name)) {
                left.add(name);
            }
        });
        return left;
    }

    private static Map<String, Shape> shapes(Map<String, FileTensor> found) {
        Map<String, Shape> shapes = new TreeMap<>();
        found.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }
}
