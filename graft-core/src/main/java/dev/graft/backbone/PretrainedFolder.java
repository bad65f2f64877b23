package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import dev.graft.base.Storage;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.StateDict;
import dev.graft.vision.Architecture;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a network for pictures as published ones are laid out, so that torchvision, timm and Graft open it:
 * {@code config.json}, {@code preprocessor_config.json}, {@code labels.txt} and {@code model.safetensors}, with the
 * classifier under the architecture's own names where it is one linear layer.
 */
public final class PretrainedFolder {
    private PretrainedFolder() {}

    /**
     * The layer that was trained on the features.
     *
     * @param weight (classes, D)
     * @param bias (classes)
     * @param labels of the classes
     */
    public record Classifier(Tensor weight, Tensor bias, List<String> labels) {
        public Classifier {
            labels = List.copyOf(labels);
        }
    }

    /**
     * Writes the folder beside its place and moves it there whole.
     *
     * @param half whether weights are stored in 16 bits; norms, biases and running statistics, which are few and of many
     *     magnitudes, stay in 32
     * @param licence of the weights, empty where it is not known
     * @param more further files by name
     * @return whether the classifier is among the weights; else the architecture's own has another form
     * @throws BadInput where a folder is there that holds something else than a network
     */
    public static boolean write(
            VisionBackbone body,
            Classifier classifier,
            boolean half,
            String licence,
            Map<String, byte[]> more,
            Path folder)
            throws IOException {
        checkPlace(folder);
        Optional<Map<String, Tensor>> top = named(body, classifier);
        Map<String, Tensor> tensors = new LinkedHashMap<>(body.state());
        top.ifPresent(tensors::putAll);
        List<String> labels = top.isPresent() ? classifier.labels() : List.of();
        Map<String, byte[]> files = new LinkedHashMap<>(body.files(labels, licence));
        files.put("labels.txt", (String.join("\n", classifier.labels()) + "\n").getBytes(StandardCharsets.UTF_8));
        files.putAll(more);
        Storage.LOCAL.writeFolder(folder, parts -> {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                parts.write(file.getKey(), out -> out.write(file.getValue()));
            }
            parts.write(BackboneFolder.WEIGHTS, out -> tensors(tensors, half, out));
        });
        return top.isPresent();
    }

    private static void checkPlace(Path folder) throws IOException {
        boolean network = Files.isRegularFile(folder.resolve(BackboneFolder.CONFIG))
                && Files.isRegularFile(folder.resolve(BackboneFolder.WEIGHTS));
        if (!network && !Storage.LOCAL.list(folder).isEmpty()) {
            throw new BadInput(
                    folder.toString(), "exists and is no network, so it is not replaced; choose another place");
        }
    }

    /** The classifier's tensors as the whole network calls them; empty where it has other ones. */
    private static Optional<Map<String, Tensor>> named(VisionBackbone body, Classifier classifier) {
        Architecture architecture = Architectures.named(body.architecture());
        int channels = body.input().preparation().channels();
        Map<String, Tensor> named = new LinkedHashMap<>();
        try (Network whole =
                architecture.builder().build(channels, classifier.labels().size())) {
            Map<String, Tensor> more = new LinkedHashMap<>(whole.named());
            more.keySet().removeAll(body.state().keySet());
            more.forEach((name, tensor) -> same(tensor.shape(), classifier).ifPresent(own -> named.put(name, own)));
            return more.size() == 2 && named.size() == 2 ? Optional.of(named) : Optional.empty();
        }
    }

    private static Optional<Tensor> same(Shape shape, Classifier classifier) {
        if (shape.equals(classifier.weight().shape())) {
            return Optional.of(classifier.weight());
        }
        return shape.equals(classifier.bias().shape()) ? Optional.of(classifier.bias()) : Optional.empty();
    }

    private static void tensors(Map<String, Tensor> tensors, boolean half, OutputStream out) throws IOException {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> stored = new LinkedHashMap<>(tensors);
            if (half) {
                stored.replaceAll((name, tensor) ->
                        tensor.shape().rank() > 1 ? tensor.detach().to(DType.F16) : tensor);
            }
            StateDict.write(out, Map.of("format", "pt"), stored);
        }
    }
}
