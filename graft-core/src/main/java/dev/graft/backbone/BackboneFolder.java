package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.Digest;
import dev.graft.hub.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** A network from a folder in the field's own layout: {@code config.json}, {@code model.safetensors} and what it needs. */
public final class BackboneFolder {
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";
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

    private static Backbone base(Path folder, Opening how) throws IOException {
        String name = EncoderFiles.read(folder.resolve(BUNDLE))
                .path("base")
                .path("name")
                .asString("");
        return Catalog.find(name)
                .orElseThrow(() -> new BadInput(
                        folder.toString(), "has no model.safetensors and names no base; take it from its source again"))
                .open(how.withoutWeights());
    }
}
