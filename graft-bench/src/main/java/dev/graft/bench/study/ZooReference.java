package dev.graft.bench.study;

import dev.graft.backbone.Loading;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.image.Preparation;
import dev.graft.vision.Architecture;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import dev.graft.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Shared weights, and what their reference implementation gave with them.
 *
 * @param weights name of the shared file, and of the reference's
 * @param logits name of the reference's logits
 * @param features whether it has features of this network, too
 */
record ZooReference(String architecture, String weights, String logits, boolean features) {
    /** Relative to the largest output. */
    static final double SAME = 1e-4;

    static final List<ZooReference> ALL = List.of(
            new ZooReference("mobilenet_v2", "mobilenet_v2-imagenet", "logits", true),
            new ZooReference("tf_mobilenet_v2", "mobilenet_v2-imagenet", "logits_same", false),
            new ZooReference("squeezenet1_0", "squeezenet1_0-imagenet", "logits", true),
            new ZooReference("mobilenetv1_025", "mobilenetv1_025-imagenet", "logits", true),
            new ZooReference("resnet20", "resnet20-cifar10", "logits", true),
            new ZooReference("resnet56", "resnet56-cifar10", "logits", true),
            new ZooReference("doodlenet", "doodlenet-quickdraw345", "logits", true));

    String run() {
        return architecture + " reference";
    }

    /** The largest difference of each kind of output, and of all. */
    Map<String, Object> apart() throws IOException {
        Architecture known = Architectures.named(architecture);
        Path file = StudyNetwork.sharedWeights(weights);
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open();
                TensorFile reference =
                        Safetensors.open(file.resolveSibling("reference").resolve(file.getFileName()));
                TensorFile published = WeightsFile.open(file)) {
            Tensor wanted = tensor(reference, logits);
            Map<String, Object> apart = new LinkedHashMap<>();
            try (Network network = known.builder().build(known.preparation().channels(), (int) wanted.size(1))) {
                Loading.into(architecture).read(published, network.named());
                network.train(false);
                Tensor x = input(reference, known.preparation());
                double largest = apart(network.logits(x), wanted);
                apart.put("logits", largest);
                if (features) {
                    apart.put("features", apart(network.features(x), tensor(reference, "features")));
                    largest = Math.max(largest, DrawFigures.number(apart, "features"));
                }
                apart.put("largest", largest);
            }
            return apart;
        }
    }

    static String cell(Map<String, Object> apart, String name) {
        return apart.containsKey(name)
                ? String.format(Locale.ROOT, "%.1e", DrawFigures.number(apart, name))
                : "no reference";
    }

    private static Tensor tensor(TensorFile file, String name) throws IOException {
        return Tensor.of(file.floats(name), file.entry(name).shape().sizes());
    }

    /** The pixels (N, H, W, C) or (N, H, W) in [0, 255], as the network is given them. */
    private static Tensor input(TensorFile reference, Preparation preparation) throws IOException {
        Tensor pixels = tensor(reference, "pixels").mul(1 / 255.0);
        int channels = preparation.channels();
        return pixels.reshape(pixels.size(0), pixels.size(1), pixels.size(2), channels)
                .sub(Tensor.of(floats(preparation.mean()), channels))
                .div(Tensor.of(floats(preparation.deviation()), channels))
                .transpose(2, 3)
                .transpose(1, 2);
    }

    private static float[] floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    private static double apart(Tensor found, Tensor wanted) {
        float[] a = found.toFloats();
        float[] b = wanted.toFloats();
        int width = b.length / (int) wanted.size(0);
        double most = 0;
        for (int row = 0; row < wanted.size(0); row++) {
            double largest = 0;
            double apart = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                largest = Math.max(largest, Math.abs(b[i]));
                apart = Math.max(apart, Math.abs(a[i] - b[i]));
            }
            most = Math.max(most, apart / largest);
        }
        return most;
    }
}
