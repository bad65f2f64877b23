package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.data.ImageInput;
import dev.graft.data.Modality;
import dev.graft.hub.Artifact;
import dev.graft.hub.Pretrained;
import dev.graft.hub.Resource;
import dev.graft.image.Preparation;
import dev.graft.vision.Architecture;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The network for pictures that Graft itself carries, made by {@code graft pretrain}: a folder of resources with the
 * {@code config.json} and {@code model.safetensors} that the command writes, and the SHA-256 of the latter.
 */
final class EmbeddedNetwork {
    /** Its architecture and its name in the catalogue. */
    static final String NAME = "resnet_tiny";

    private static final String FOLDER = "dev/graft/backbone/" + NAME + "/";
    private static final String WEIGHTS = FOLDER + Artifact.WEIGHTS;
    private static final String COORDINATES = "dev.graft:graft-core";
    private static final String PRETRAINED_ON = "Tiny ImageNet, 200 classes at 64 pixels";
    private static final String LICENCE = "Apache-2.0";

    private EmbeddedNetwork() {}

    /** Whether this build holds the weights of an architecture. */
    static boolean isHere(String architecture) {
        return architecture.equals(NAME)
                && EmbeddedNetwork.class.getClassLoader().getResource(WEIGHTS) != null;
    }

    static CatalogEntry entry(Architecture architecture, CatalogEntry.Opener opener) {
        VisionFigures figures = VisionFigures.ALL.get(NAME); // config.json says it too, but to read it takes a while
        return new CatalogEntry(
                architecture.name(),
                Modality.IMAGE,
                figures.parameters(),
                figures.multiplyAdds(),
                figures.features(),
                figures.stages(),
                figures.checkedAgainst(),
                PRETRAINED_ON,
                LICENCE,
                COORDINATES,
                WEIGHTS,
                opener);
    }

    /** @param how with what else than its own weights */
    static Backbone open(Architecture architecture, Opening how) throws IOException {
        String config = text(FOLDER + Artifact.CONFIG);
        String sha256 = text(WEIGHTS + ".sha256").strip();
        Pretrained files = how.hub()
                .fetch(new Artifact(
                        NAME, COORDINATES, new Resource(WEIGHTS, Artifact.WEIGHTS, sha256), List.of(), config));
        Preparation preparation = preparation(config, architecture);
        Origin origin = new Origin(NAME, COORDINATES, LICENCE, files.fingerprint());
        try (TensorFile weights = files.weights()) {
            return VisionFolder.assemble(
                    architecture, ImageInput.of(VisionFolder.channels(preparation, how)), weights, NAME, origin);
        }
    }

    /** How it reads pictures. */
    static Preparation preparation(Architecture architecture) throws IOException {
        return preparation(text(FOLDER + Artifact.CONFIG), architecture);
    }

    private static Preparation preparation(String config, Architecture architecture) throws IOException {
        JsonNode json = JsonMapper.builder().build().readTree(config);
        return VisionFolder.preparation(json, architecture, NAME + " config.json");
    }

    private static String text(String resource) {
        try (InputStream in = EmbeddedNetwork.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new BadInput(resource, "is missing from this build of Graft; take it from its source again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
