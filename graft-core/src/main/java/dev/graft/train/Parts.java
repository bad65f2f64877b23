package dev.graft.train;

import dev.graft.adapter.Adapter;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Stages;
import dev.graft.engine.Tensor;
import dev.graft.model.Output;
import dev.graft.nn.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What can learn, by the names that {@link Trains} has: the stages of a body, the heads and an adapter.
 *
 * @param outputs by the name of the labelled stream that each learns from
 */
public record Parts(Backbone body, Map<String, Output> outputs, Adapter adapter) {
    /** Every parameter and buffer of body, head and adapter. */
    Map<String, Tensor> everything() {
        List<String> parts = new ArrayList<>(body.stages().top(body.stages().count()));
        parts.add(Trains.ADAPTER);
        return state(new Trains(parts));
    }

    /** Only the named parts learn; the rest keep their weights and are in inference form. */
    void freezeAllBut(Trains trains) {
        Stages stages = body.stages();
        for (int i = 0; i < stages.count(); i++) {
            boolean learns = trains.names().contains(stages.names().get(i));
            body.stage(i).visit("", (name, tensor) -> tensor.requiresGrad(false));
            if (learns) {
                trains.within().of(body.stage(i), "").values().forEach(tensor -> tensor.requiresGrad(true));
            }
            body.stage(i).train(learns);
        }
        outputs.values().forEach(output -> freezeAllBut(trains, Stages.HEAD, output.head()));
        freezeAllBut(trains, Trains.ADAPTER, adapter);
    }

    private static void freezeAllBut(Trains trains, String part, Layer whole) {
        boolean learns = trains.names().contains(part);
        whole.visit("", (name, tensor) -> tensor.requiresGrad(learns));
        whole.train(learns);
    }

    /** Sets what learns to training or, to be judged, to inference. @param fixedNorms as {@link GradientSteps} has it */
    void training(Trains trains, boolean on, boolean fixedNorms) {
        for (String name : trains.names()) {
            layers(name).values().forEach(layer -> {
                layer.train(on);
                if (fixedNorms) {
                    layer.fixNorms();
                }
            });
        }
    }

    /** What a part is made of, each with the prefix of its names. */
    private Map<String, Layer> layers(String part) {
        if (!Stages.HEAD.equals(part)) {
            Layer layer = Trains.ADAPTER.equals(part)
                    ? adapter
                    : body.stage(body.stages().index(part));
            return Map.of(part + ".", layer);
        }
        Map<String, Layer> heads = new LinkedHashMap<>();
        outputs.forEach(
                (name, output) -> heads.put(outputs.size() == 1 ? "head." : "head." + name + ".", output.head()));
        return heads;
    }

    /** What changes, parameters and the buffers beside them, named as {@link #parameters}: a checkpoint's content. */
    Map<String, Tensor> state(Trains trains) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        trains.names().forEach(part -> named.putAll(state(trains, part)));
        return named;
    }

    /** {@link #state(Trains)} of one part alone. */
    Map<String, Tensor> state(Trains trains, String part) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        layers(part).forEach((prefix, layer) -> {
            layer.visitState(prefix, named::put);
            layer.visit(prefix, (name, tensor) -> named.remove(name));
        });
        named.putAll(parameters(trains, part));
        return named;
    }

    /** What learns of a part: its name, a dot and the name within the part. */
    public Map<String, Tensor> parameters(Trains trains, String part) {
        Within within = Trains.isStage(part) ? trains.within() : Within.ALL;
        Map<String, Tensor> named = new LinkedHashMap<>();
        layers(part).forEach((prefix, layer) -> named.putAll(within.of(layer, prefix)));
        return named;
    }

    /** The first stage that a phase changes, itself or by an adapter; the number of stages where none does. */
    int firstStage(Trains trains) {
        int first = trains.firstStage(body.stages());
        return trains.names().contains(Trains.ADAPTER) ? Math.min(first, adapter.firstStage()) : first;
    }
}
