package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.DType;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.model.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mixes the weights of several models of one kind, in equal parts, into the first. */
final class Ladle implements AutoCloseable {
    private final Model into;
    private final List<Map<String, Tensor>> weights = new ArrayList<>();
    private final Map<String, Tensor> first = new LinkedHashMap<>();

    Ladle(List<Model> models) {
        into = models.get(0);
        models.forEach(model -> weights.add(state(model)));
        try (Scope scope = Scope.open()) {
            weights.get(0).forEach((name, tensor) -> first.put(name, scope.own(tensor.copy())));
        }
    }

    private static Map<String, Tensor> state(Model model) {
        Map<String, Tensor> all = new LinkedHashMap<>(model.body().state());
        model.output().head().visitState("head.", all::put);
        return all;
    }

    /** Gives the first model the mean of some, by their places in the list; counts are those of the first. */
    void pour(List<Integer> members) {
        try (Scope scope = Scope.open()) {
            weights.get(0).forEach((name, target) -> {
                target.copyInPlace(of(members.get(0), name));
                if (target.dtype() != DType.I64) {
                    members.subList(1, members.size()).forEach(member -> target.addInPlace(of(member, name), 1));
                    target.mulInPlace(1.0 / members.size());
                }
            });
        }
        Stages stages = into.body().stages();
        for (int i = 0; i < stages.count(); i++) {
            into.body().stage(i).train(false); // what was derived from the weights before is stale
        }
        into.output().head().train(false);
    }

    private Tensor of(int member, String name) {
        return member == 0 ? first.get(name) : weights.get(member).get(name);
    }

    @Override
    public void close() {
        first.values().forEach(Tensor::close);
    }
}
