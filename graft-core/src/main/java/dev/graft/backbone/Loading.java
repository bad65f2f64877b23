package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How the tensors of a file are put into a network: all of them, exactly by name and shape, but for what is said here.
 * The prefixes that wrappers and models with a task put before all names are taken off, and the counters of batch norm
 * may be there or not.
 *
 * @param network as messages call it, as {@code resnet18}
 * @param classifier what the names of the last layers begin with, as {@code fc.}; where the file has them for other
 *     classes, or has none, they stay as they are. Empty where there is no classifier
 * @param spare which tensors a file may have besides, as those of auxiliary heads
 * @param firstConvolution the kernel that reads the picture, whose channels may differ; empty where there is none
 * @param adapt makes other tensors fit, as position embeddings
 * @param suggest says of which network the file is
 */
public record Loading(
        String network,
        String classifier,
        Predicate<String> spare,
        String firstConvolution,
        Adapt adapt,
        Suggest suggest) {

    /** Makes a tensor of another shape fit. */
    @FunctionalInterface
    public interface Adapt {
        /**
         * @param name in the network
         * @param found in the file, in float32
         * @return of the wanted shape; empty where this tensor cannot be made to fit
         */
        Optional<Tensor> adapt(String name, Tensor found, Shape wanted);
    }

    /** Says which known network has the tensors of a file. */
    @FunctionalInterface
    public interface Suggest {
        /** @param network the one that they do not fit */
        Optional<String> suggest(String file, String network, Map<String, Shape> found);
    }

    /** Exact, with nothing to replace. */
    public static Loading into(String network) {
        return new Loading(
                network,
                "",
                name -> false,
                "",
                (name, found, wanted) -> Optional.empty(),
                (file, other, found) -> Optional.empty());
    }

    public Loading classifier(String prefix) {
        Check.that(prefix.isEmpty() || prefix.endsWith("."), "classifier must end with a dot, was '" + prefix + "'");
        return new Loading(network, prefix, spare, firstConvolution, adapt, suggest);
    }

    public Loading spare(Predicate<String> names) {
        return new Loading(network, classifier, names, firstConvolution, adapt, suggest);
    }

    public Loading firstConvolution(String name) {
        return new Loading(network, classifier, spare, name, adapt, suggest);
    }

    public Loading adapting(Adapt other) {
        return new Loading(network, classifier, spare, firstConvolution, other, suggest);
    }

    public Loading suggesting(Suggest other) {
        return new Loading(network, classifier, spare, firstConvolution, adapt, other);
    }

    public Loaded read(TensorFile file, Map<String, Tensor> target) throws IOException {
        return read(file, file.name(), target);
    }

    /**
     * Copies a file's tensors into a network's.
     *
     * @param called the file's name in messages
     * @param target every parameter and buffer by its name; half filled where the file is refused in the midst
     * @throws BadInput where tensors are left over, missing or of another shape, naming the first ten of each kind; where
     *     one is of another type or not finite
     */
    public Loaded read(TensorFile file, String called, Map<String, Tensor> target) throws IOException {
        Match match = Match.of(this, file, called, target);
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> adapted = new LinkedHashMap<>();
            List<String> lines = new ArrayList<>();
            List<String> others = new ArrayList<>();
            for (Map.Entry<String, FileTensor> tensor : match.pairs().entrySet()) {
                String name = tensor.getKey();
                Shape from = tensor.getValue().shape();
                Shape wanted = target.get(name).shape();
                if (!from.equals(wanted)) {
                    adapted(name, tensor.getValue(), wanted)
                            .ifPresentOrElse(
                                    made -> adapted.put(name, made),
                                    () -> others.add(name + " " + from + " instead of " + wanted));
                    lines.add(name + " from " + from + " to " + wanted);
                }
            }
            match.mustFit(others, target.size());
            long numbers = copy(match.pairs(), adapted, target);
            return new Loaded(called, match.pairs().size(), numbers, lines, match.fresh(), match.spare());
        }
    }

    /** @return how many numbers were copied */
    private static long copy(Map<String, FileTensor> pairs, Map<String, Tensor> adapted, Map<String, Tensor> target)
            throws IOException {
        long numbers = 0;
        for (Map.Entry<String, FileTensor> tensor : pairs.entrySet()) {
            Tensor into = target.get(tensor.getKey());
            FileTensor from = tensor.getValue();
            from.checkType(into.dtype());
            if (adapted.containsKey(tensor.getKey())) {
                from.copy(adapted.get(tensor.getKey()), into);
            } else {
                from.copy(into);
            }
            numbers += into.count();
        }
        return numbers;
    }

    private Optional<Tensor> adapted(String name, FileTensor from, Shape wanted) throws IOException {
        Tensor found = from.read().to(DType.F32);
        return name.equals(firstConvolution) && InputChannels.differ(from.shape(), wanted)
                ? Optional.of(InputChannels.adapted(found, (int) wanted.sizes()[1]))
                : adapt.adapt(name, found, wanted);
    }
}
