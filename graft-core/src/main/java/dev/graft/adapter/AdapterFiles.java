package dev.graft.adapter;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Loaded;
import dev.graft.backbone.Loading;
import dev.graft.base.BadInput;
import dev.graft.engine.Engine;
import dev.graft.engine.Tensor;
import dev.graft.nn.StateDict;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adapters as files in the layout of Hugging Face's PEFT: {@value #CONFIG} and {@value #WEIGHTS}. The body is not among
 * them; they name its weights by their SHA-256. PEFT does not have bottlenecks, counts positions from a prefix or prompt on, and has
 * nothing to put around {@code self_attention.in_proj} of torchvision's vision transformers, which in PyTorch is a set of
 * parameters and no layer; all else it reads as it is.
 */
public final class AdapterFiles {
    public static final String CONFIG = "adapter_config.json";
    public static final String WEIGHTS = "adapter_model.safetensors";

    /** What PEFT puts before the names of all tensors. */
    private static final String PREFIX = "base_model.model.";

    private static final String PROMPT = "prompt_embeddings"; // has no layer, so PEFT puts nothing before it
    private static final String BASE = "base_sha256";

    private AdapterFiles() {}

    /** {@value #CONFIG} of an adapter for a body. */
    public static byte[] config(Adapter adapter, Backbone body) {
        return PeftConfig.of(adapter.shape().orElseThrow(), body);
    }

    /** Writes {@value #WEIGHTS}. @param base fingerprint of the body that it is to be used with */
    public static void write(Adapter adapter, String base, OutputStream out) throws IOException {
        StateDict.write(out, Map.of("format", "pt", BASE, base), inFile(adapter));
    }

    public static boolean isAt(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG));
    }

    /**
     * Reads an adapter for a body that is loaded. One that does not say which body it is for, as PEFT's own do not, is
     * taken where its tensors fit and mean the same. What PEFT puts before their names, as {@code base_model.model.bert.}
     * in a model for sequence classification, is taken off, and the head of such a model is left where it is.
     *
     * @throws BadInput where it is damaged, of another kind, or for another body
     */
    public static Adapter read(Path folder, Backbone body) throws IOException {
        Engine.warm();
        Path config = folder.resolve(CONFIG);
        Path weights = folder.resolve(WEIGHTS);
        for (Path part : List.of(config, weights)) {
            if (!Files.isRegularFile(part)) {
                throw new BadInput(folder.toString(), "is no adapter: it has no " + part.getFileName());
            }
        }
        AdapterShape shape = PeftConfig.read(config);
        try (TensorFile file = Safetensors.open(weights)) {
            String base = file.metadata().getOrDefault(BASE, body.fingerprint());
            if (!file.metadata().containsKey(BASE) && shape.apart().isPresent()) {
                throw new BadInput(
                        folder.toString(),
                        "was not made by Graft, which would answer otherwise by it: "
                                + shape.apart().get() + "; train such an adapter anew");
            }
            if (!base.equals(body.fingerprint())) {
                throw new BadInput(
                        folder.toString(),
                        "is an adapter for other weights (SHA-256 " + base + ") than those of " + body.name() + " ("
                                + body.fingerprint() + "); load it over the network that it was made on");
            }
            return filled(shape, config, file, weights, body);
        }
    }

    private static Adapter filled(AdapterShape shape, Path config, TensorFile file, Path weights, Backbone body)
            throws IOException {
        Adapter adapter;
        try {
            adapter = shape.on(body);
        } catch (IllegalArgumentException e) {
            throw new BadInput(config.toString(), "does not fit " + body.name() + ": " + e.getMessage(), e);
        }
        try {
            Loaded loaded = Loading.into("the adapter that " + CONFIG + " describes")
                    .spare(AdapterFiles::isOfHead)
                    .read(file, weights.toString(), adapter.parameters());
            mustBeOfHead(loaded.spare(), weights); // some of it may stand outside the adapter's prefix
            return adapter;
        } catch (IOException | RuntimeException e) {
            adapter.close();
            throw e;
        }
    }

    /** The head that PEFT trains beside an adapter: here it is the model's own. */
    private static boolean isOfHead(String name) {
        String own = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return PeftConfig.HEADS.stream().anyMatch(head -> own.startsWith(head + "."));
    }

    private static void mustBeOfHead(List<String> spare, Path weights) throws BadInput {
        for (String name : spare) {
            if (!isOfHead(name)) {
                throw new BadInput(
                        weights.toString(),
                        "has tensor '" + name + "', which the adapter that " + CONFIG
                                + " describes has no place for; take both files from the same source");
            }
        }
    }

    private static Map<String, Tensor> inFile(Adapter adapter) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        adapter.parameters().forEach((name, tensor) -> named.put(name.equals(PROMPT) ? name : PREFIX + name, tensor));
        return named;
    }
}
