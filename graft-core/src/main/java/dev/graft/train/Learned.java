package dev.graft.train;

import dev.graft.backbone.Stages;
import dev.graft.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a phase changes, by name.
 *
 * @param network parameters of body, head and adapter
 * @param trained those, and what terms learn themselves
 * @param kept those, and the buffers beside them
 * @param groups of the optimizer
 */
record Learned(
        Map<String, Tensor> network,
        Map<String, Tensor> trained,
        Map<String, Tensor> kept,
        List<Optimizer.Group> groups) {

    /** A group for each part, and within it matrices, which decay, apart from biases, norms and factors, which do not. */
    static Learned of(Fit fit, Phase phase) {
        Learned learned =
                new Learned(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        for (String part : phase.trains().names()) {
            Map<String, Tensor> all = fit.parts().parameters(phase.trains(), part);
            learned.network.putAll(all);
            learned.kept.putAll(fit.parts().state(phase.trains(), part));
            for (boolean decays : new boolean[] {true, false}) {
                List<String> names = all.entrySet().stream()
                        .filter(e -> isMatrix(part, e.getValue()) == decays)
                        .map(Map.Entry::getKey)
                        .toList();
                learned.groups.add(new Optimizer.Group(
                        names,
                        names.stream().map(all::get).toList(),
                        phase.rates().of(part),
                        decays));
            }
        }
        learned.trained.putAll(learned.network);
        phase.terms().stream()
                .filter(term -> !term.parameters().isEmpty())
                .forEach(term -> learned.beside(term, phase.rates().of(Stages.HEAD)));
        return learned;
    }

    /** Adapters keep the factors of channels as matrices or maps of one row. */
    private static boolean isMatrix(String part, Tensor tensor) {
        long[] sizes = tensor.shape().sizes();
        return Trains.ADAPTER.equals(part)
                ? Arrays.stream(sizes).filter(size -> size > 1).count() > 1
                : sizes.length > 1;
    }

    /** What a term learns itself is as new as the head, and is kept, judged and resumed with the weights. */
    private void beside(Term term, double head) {
        Map<String, Tensor> own = Checkpoints.under("term.", term.parameters());
        own.values().forEach(tensor -> tensor.requiresGrad(true));
        trained.putAll(own);
        kept.putAll(own);
        List<String> names = List.copyOf(own.keySet());
        groups.add(new Optimizer.Group(names, names.stream().map(own::get).toList(), term.rate(head), false));
    }
}
