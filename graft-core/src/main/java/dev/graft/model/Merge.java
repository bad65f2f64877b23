package dev.graft.model;

import dev.graft.adapter.Adapter;
import dev.graft.adapter.LoraShape;
import dev.graft.base.Check;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's adapters worked into the weights of its body, until this is closed: then the weights are what they were, bit
 * for bit. Meanwhile no other model may run over this body.
 */
public final class Merge implements AutoCloseable {
    private final Model model;
    private final Map<Tensor, Tensor> before = new HashMap<>();

    private Merge(Model model) {
        this.model = model;
    }

    /** @throws dev.graft.base.BadArgument where an adapter is no change of weights, as a bottleneck is none */
    public static Merge of(Model model) {
        Check.that(
                model.adapters().size() < 2 || model.adapters().stream().noneMatch(Merge::hasLengths),
                "DoRA's lengths are of the weights that it was made on, so it cannot be merged with other adapters");
        Merge merge = new Merge(model);
        try (Scope scope = Scope.open()) {
            for (Adapter adapter : model.adapters()) {
                adapter.merged().forEach((tensor, value) -> {
                    merge.before.computeIfAbsent(tensor, t -> scope.own(t.copy()));
                    tensor.copyInPlace(value);
                });
            }
        } catch (RuntimeException e) {
            merge.close();
            throw e;
        }
        merge.changed();
        return merge;
    }

    private static boolean hasLengths(Adapter adapter) {
        return adapter.shape().orElse(null) instanceof LoraShape lora && lora.dora();
    }

    /** Answers as the adapted model, by weights alone; saved, it holds all of them. */
    public Model model() {
        return new Model(
                model.body(),
                model.outputs(),
                List.of(),
                model.precision(),
                model.provenance().withBodyTrained());
    }

    /** What layers derived from the weights before is stale. */
    private void changed() {
        for (int i = 0; i < model.body().stages().count(); i++) {
            model.body().stage(i).train(false);
        }
    }

    @Override
    public void close() {
        before.forEach((tensor, value) -> {
            tensor.copyInPlace(value);
            value.close();
        });
        before.clear();
        changed();
    }
}
