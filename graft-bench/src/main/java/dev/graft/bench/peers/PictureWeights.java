package dev.graft.bench.peers;

import dev.graft.bench.peers.MapLayers.Unit;
import dev.graft.bench.peers.OnnxWeights.Weight;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The weights of a network for pictures, by torchvision's names, and its units with their norms folded away. */
record PictureWeights(Map<String, Weight> named) {
    static final float EPSILON = 1e-5f; // of a batch norm, by PyTorch

    static PictureWeights read(Path file) throws IOException {
        Map<String, Weight> named = new HashMap<>();
        try (TensorFile tensors = Safetensors.open(file)) {
            for (String name : tensors.names()) {
                named.put(name, new Weight(tensors.entry(name).shape().sizes(), tensors.floats(name)));
            }
        }
        return new PictureWeights(named);
    }

    Weight get(String name) {
        Weight weight = named.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("the weights have no '" + name + "'");
        }
        return weight;
    }

    /** A unit as one convolution with a bias. @param weight (out, in / groups, H, W) @param bias (out) */
    record Folded(Weight weight, Weight bias) {}

    Folded folded(Unit unit) {
        Weight weight = get(unit.convolution() + ".weight");
        if (unit.norm().isEmpty()) {
            Weight none = new Weight(new long[] {weight.shape()[0]}, new float[(int) weight.shape()[0]]);
            return new Folded(weight, named.getOrDefault(unit.convolution() + ".bias", none));
        }
        float[] values = weight.values().clone();
        int out = (int) weight.shape()[0];
        float[] bias = new float[out];
        float[] scale = get(unit.norm() + ".weight").values();
        float[] shift = get(unit.norm() + ".bias").values();
        float[] mean = get(unit.norm() + ".running_mean").values();
        float[] variance = get(unit.norm() + ".running_var").values();
        int each = values.length / out;
        for (int c = 0; c < out; c++) {
            double factor = scale[c] / Math.sqrt(variance[c] + EPSILON);
            bias[c] = (float) (shift[c] - mean[c] * factor);
            for (int i = c * each; i < (c + 1) * each; i++) {
                values[i] = (float) (values[i] * factor);
            }
        }
        return new Folded(new Weight(weight.shape(), values), new Weight(new long[] {out}, bias));
    }
}
