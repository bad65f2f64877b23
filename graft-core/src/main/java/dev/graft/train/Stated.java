package dev.graft.train;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A stepper whose state is tensors per parameter, each under {@code parameter/kind}. */
final class Stated implements Optimizer.Stepper {
    /** One step of one group, given only what has a gradient. */
    interface Rule {
        void step(
                List<Tensor> parameters,
                List<Tensor> gradients,
                Map<String, List<Tensor>> state,
                double rate,
                boolean decays);
    }

    private final List<Optimizer.Group> groups;
    private final List<String> kinds;
    private final Rule rule;
    private final Map<String, Tensor> state = new LinkedHashMap<>();

    /** @param kinds names of the state tensors; one ending in {@code count} is a single number */
    Stated(List<Optimizer.Group> groups, List<String> kinds, Rule rule) {
        this.groups = List.copyOf(groups);
        this.kinds = kinds;
        this.rule = rule;
        try (Scope scope = Scope.open()) {
            for (Optimizer.Group group : groups) {
                for (int i = 0; i < group.names().size(); i++) {
                    for (String kind : kinds) {
                        Tensor zero = kind.endsWith("count")
                                ? Tensor.zeros()
                                : Tensor.zerosLike(group.parameters().get(i)).detach();
                        state.put(group.names().get(i) + "/" + kind, scope.own(zero));
                    }
                }
            }
        }
    }

    @Override
    public void step(double factor) {
        for (Optimizer.Group group : groups) {
            try (Scope scope = Scope.open()) {
                List<Tensor> parameters = new ArrayList<>();
                List<Tensor> gradients = new ArrayList<>();
                Map<String, List<Tensor>> held = new LinkedHashMap<>();
                kinds.forEach(kind -> held.put(kind, new ArrayList<>()));
                for (int i = 0; i < group.names().size(); i++) {
                    Tensor parameter = group.parameters().get(i);
                    if (parameter.hasGradient()) {
                        String name = group.names().get(i);
                        parameters.add(parameter);
                        gradients.add(parameter.gradient());
                        kinds.forEach(kind -> held.get(kind).add(state.get(name + "/" + kind)));
                    }
                }
                if (!parameters.isEmpty()) {
                    rule.step(parameters, gradients, held, group.rate() * factor, group.decays());
                }
            }
        }
    }

    @Override
    public Map<String, Tensor> state() {
        return state;
    }

    @Override
    public void close() {
        state.values().forEach(Tensor::close);
    }
}
