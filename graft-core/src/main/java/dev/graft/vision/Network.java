package dev.graft.vision;

import dev.graft.engine.Engine;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Block;
import dev.graft.nn.Conv2d;
import dev.graft.nn.Layer;
import dev.graft.nn.Pool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A vision network as its paper divides it.
 *
 * @param stages from pixels (N, C, H, W) to the last map; every parameter of the body is in exactly one
 * @param pool from the last map to features (N, D); holds no parameters
 * @param width D of the features
 * @param classifier from the last map to logits, under the reference's names; empty where only the body was built
 */
public record Network(List<Stage> stages, Block pool, int width, Optional<Stage> classifier) implements AutoCloseable {
    public Network {
        stages = List.copyOf(stages);
    }

    /** Every parameter and buffer of the body, and of the classifier where there is one, by the reference's names. */
    public Map<String, Tensor> named() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        stages.forEach(stage -> stage.layers().visitState(stage.prefix(), all::put));
        classifier.ifPresent(top -> top.layers().visitState(top.prefix(), all::put));
        return all;
    }

    /** What is learned of these: no running statistics. */
    public Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        stages.forEach(stage -> stage.layers().visit(stage.prefix(), all::put));
        classifier.ifPresent(top -> top.layers().visit(top.prefix(), all::put));
        return all;
    }

    /** The last stage's map of prepared pixels (N, C, H, W). */
    public Tensor map(Tensor pixels) {
        try (Scope scope = Scope.open()) {
            Tensor map = pixels;
            for (Stage stage : stages) {
                map = stage.layers().forward(map);
            }
            return scope.keep(map);
        }
    }

    /** Features (N, D) of prepared pixels. */
    public Tensor features(Tensor pixels) {
        return pool.forward(map(pixels));
    }

    /** Logits (N, classes) of prepared pixels. */
    public Tensor logits(Tensor pixels) {
        return classifier.orElseThrow().layers().forward(map(pixels));
    }

    /** The same network, sharing all its layers, with other features of the last map. */
    public Network pooledBy(Block other, int otherWidth) {
        return new Network(stages, other, otherWidth, classifier);
    }

    /**
     * The same network, sharing all its layers, whose features are all values of the last map and not their means: for
     * heads on the flattened map. It takes pictures of this one size. Not while it is being trained.
     *
     * @param channels of the pictures
     * @param size of a side, in pixels
     */
    public Network flat(int channels, int size) {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            long values = map(Tensor.zeros(1, channels, size, size)).count();
            return pooledBy(Pool.flat(), Math.toIntExact(values));
        }
    }

    /** Draws all weights anew, as the paper or the reference library does. */
    public void begin(long seed) {
        Engine.seed(seed);
        each(Layer::begin);
    }

    /** Sets all layers to training or to inference. */
    public void train(boolean on) {
        each(layer -> layer.train(on));
    }

    /** Whether examples of a batch influence each other, as now set; see {@link Layer#mixesExamples}. */
    public boolean mixesExamples() {
        return stages.stream().anyMatch(stage -> stage.layers().mixesExamples());
    }

    /** Whether some of its convolutions take each channel by itself, as those of MobileNets do. */
    public boolean depthwise() {
        boolean[] any = new boolean[1];
        each(block ->
                block.visitLayers(layer -> any[0] |= layer instanceof Conv2d convolution && convolution.depthwise()));
        return any[0];
    }

    private void each(Consumer<Layer> action) {
        stages.forEach(stage -> action.accept(stage.layers()));
        classifier.ifPresent(top -> action.accept(top.layers()));
    }

    @Override
    public void close() {
        each(Layer::close);
        pool.close();
    }
}
