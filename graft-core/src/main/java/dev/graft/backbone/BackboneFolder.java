package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.Digest;
import dev.graft.data.ImageInput;
import dev.graft.hub.Hub;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A network from a folder in the field's own layout: {@code config.json}, {@code model.safetensors} and what it needs. */
public final class BackboneFolder {
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";

    /** What a bundle changed of the network that it names. */
    public static final String CHANGED = "changed.safetensors";

    private static final String BUNDLE = "graft.json";
    private static final String ADAPTER = "adapter_config.json";

    private BackboneFolder() {}

    public static Backbone open(Path folder) throws IOException {
        return open(folder, Opening.from(Hub.standard()));
    }

    /** @param how with the hub where the network of a bundle comes from that holds a head alone */
    static Backbone open(Path folder, Opening how) throws IOException {
        if (Files.isRegularFile(folder.resolve(ADAPTER))) {
            throw new BadInput(
                    folder.toString(),
                    "holds an adapter, which is no network to begin with; name the network that it was made on, or"
                            + " save it merged");
        }
        if (!Files.exists(folder.resolve(WEIGHTS)) && Files.isRegularFile(folder.resolve(BUNDLE))) {
            return base(folder, how); // a bundle of which only the head was trained names its body
        }
        for (String file : new String[] {CONFIG, WEIGHTS}) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new BadInput(
                        folder.toString(),
                        "has no " + file + "; a folder in Hugging Face's layout is wanted, with " + CONFIG + ", "
                                + WEIGHTS + " and, for texts, tokenizer.json");
            }
        }
        String called = folder.toAbsolutePath().normalize().getFileName().toString();
        String licence = VisionFolder.licence(EncoderFiles.read(folder.resolve(CONFIG)));
        Origin origin = new Origin(called, called, licence, Digest.sha256(folder.resolve(WEIGHTS)));
        return open(folder, origin, how);
    }

    /** @param origin where it comes from, known already */
    public static Backbone open(Path folder, Origin origin) throws IOException {
        return open(folder, origin, Opening.from(Hub.standard()));
    }

    private static Backbone open(Path folder, Origin origin, Opening how) throws IOException {
        JsonNode config = EncoderFiles.read(folder.resolve(CONFIG));
        return VisionFolder.is(config)
                ? VisionFolder.open(folder, config, origin, how)
                : EncoderFolder.open(folder, origin);
    }

    /** How a folder, which may be a bundle, says that its network reads pictures; empty where it reads texts. */
    public static Optional<ImageInput> pictures(Path folder) throws IOException {
        JsonNode config = EncoderFiles.read(folder.resolve(CONFIG));
        return VisionFolder.is(config)
                ? Optional.of(VisionFolder.input(folder, config, Opening.from(Hub.standard())))
                : Optional.empty();
    }

    private static Backbone base(Path folder, Opening how) throws IOException {
        JsonNode manifest = EncoderFiles.read(folder.resolve(BUNDLE));
        String name = manifest.path("base").path("name").asString("");
        Backbone body = Catalog.find(name)
                .orElseThrow(() -> new BadInput(
                        folder.toString(), "has no model.safetensors and names no base; take it from its source again"))
                .open(how.withoutWeights());
        if (manifest.path("sha256").has(CHANGED)) {
            change(body, folder);
        }
        return body;
    }

    /**
     * Puts what a bundle changed into the network that it names. Where it cannot, the network is closed.
     *
     * @throws BadInput where the changes are of another network
     */
    public static void change(Backbone body, Path folder) throws IOException {
        Path file = folder.resolve(CHANGED);
        try (TensorFile tensors = Safetensors.open(file)) {
            Initialization made = body.initialize(tensors, Digest.sha256(file));
            if (!made.skipped().isEmpty()) {
                throw new BadInput(
                        file.toString(),
                        "changes '" + made.skipped().get(0).name() + "', which does not fit " + body.name()
                                + "; take the bundle from its source again");
            }
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    /** Of a network with the changes of a bundle. @param changed SHA-256 of these, empty where there are none */
    public static String fingerprint(String base, Optional<String> changed) {
        return base + changed.map(sha256 -> Backbone.BEGUN + sha256).orElse("");
    }
}
