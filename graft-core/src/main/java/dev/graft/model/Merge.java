package dev.graft.model;

import dev.graft.adapter.Adapter;
import dev.graft.adapter.LoraShape;
import dev.graft.base.Check;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Layer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A model's adapters worked into the weights of its body, until this is closed: then the weights are what they were, bit
 * for bit. Meanwhile other models over this body, the adapted one too, are refused an answer: theirs would be wrong.
 */
public final class Merge implements AutoCloseable {
    /** The merges that are open, by the first stage of their body. */
    private static final Map<Layer, Merge> OPEN = new ConcurrentHashMap<>();

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
        Check.that(
                OPEN.putIfAbsent(model.body().stage(0), merge) == null,
                "this network has a model's adapters in its weights already; close that merge first");
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

    /** Refuses a model whose answers would be wrong, as another's adapters are in its weights. */
    static void check(Model asked) {
        Merge merge = OPEN.isEmpty() ? null : OPEN.get(asked.body().stage(0));
        Check.that(
                merge == null
                        || (asked.adapters().isEmpty()
                                && merge.model
                                        .outputs()
                                        .values()
                                        .containsAll(asked.outputs().values())),
                "the adapters of another model, or of this one, are in the weights of its network; ask the model of that"
                        + " merge, or close it first");
    }

    /**
     * Answers as the adapted model, by weights alone; saved, it holds all of them. Until this is closed: then it would
     * answer by the weights as they were.
     */
    public Model model() {
        Check.that(OPEN.get(model.body().stage(0)) == this, "this merge is closed; merge anew");
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
        OPEN.remove(model.body().stage(0), this);
    }
}
