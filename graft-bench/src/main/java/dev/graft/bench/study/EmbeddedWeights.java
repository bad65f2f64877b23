package dev.graft.bench.study;

import dev.graft.base.BadInput;
import dev.graft.base.Digest;
import dev.graft.base.Storage;
import dev.graft.vision.Architecture;
import dev.graft.vision.Architectures;
import dev.graft.vision.Cost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Puts a pretrained network among the resources of graft-core, from where the catalogue opens it. */
final class EmbeddedWeights {
    private static final long MOST = 6_000_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private EmbeddedWeights() {}

    /** Refuses a network that will be too large, and a working folder that is not the repository. */
    static void checkPlace(String architecture) throws BadInput {
        long parameters = Cost.of(Architectures.named(architecture), 0).parameters();
        if (parameters * Short.BYTES > MOST) {
            throw new BadInput(architecture, "has " + parameters + " parameters, more than can be embedded");
        }
        Path resources = place(architecture).getParent();
        if (!Files.isDirectory(resources)) {
            throw new BadInput(resources.toString(), "is not here; run this in the repository");
        }
    }

    private static Path place(String architecture) {
        return Path.of("graft-core", "src", "main", "resources", "dev", "graft", "backbone", architecture);
    }

    static void put(Path backbone, String architecture) throws IOException {
        Path place = place(architecture);
        byte[] weights = Files.readAllBytes(backbone.resolve("model.safetensors"));
        if (weights.length > MOST) {
            throw new BadInput(
                    backbone.toString(),
                    "has weights of " + weights.length + " bytes; at most " + MOST + " are embedded");
        }
        byte[] config = config(backbone, Architectures.named(architecture));
        String sha256 = Digest.sha256(weights) + "\n";
        Storage.LOCAL.writeFile(place.resolve("model.safetensors"), out -> out.write(weights));
        Storage.LOCAL.writeFile(place.resolve("config.json"), out -> out.write(config));
        Storage.LOCAL.writeFile(
                place.resolve("model.safetensors.sha256"),
                out -> out.write(sha256.getBytes(StandardCharsets.US_ASCII)));
    }

    /** With what the catalogue says of the network. */
    private static byte[] config(Path backbone, Architecture architecture) throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree(Files.readAllBytes(backbone.resolve("config.json")));
        Cost cost = Cost.of(architecture, 0);
        config.put("num_parameters", cost.parameters());
        config.put("multiply_adds", cost.multiplyAdds());
        config.put("num_stages", architecture.builder().build(3, 0).stages().size());
        config.put("pretrained_on", "80,000 pictures of Tiny ImageNet, 200 classes");
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config);
    }
}
