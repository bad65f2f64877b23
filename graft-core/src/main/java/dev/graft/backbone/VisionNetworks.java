package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.Digest;
import dev.graft.data.ImageInput;
import dev.graft.data.Modality;
import dev.graft.vision.Architecture;
import dev.graft.vision.Architectures;
import dev.graft.weights.TensorFile;
import dev.graft.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every architecture for pictures as an entry of the catalogue; its weights are a file that the user names. */
final class VisionNetworks {
    static final List<CatalogEntry> ALL =
            Architectures.ALL.stream().map(VisionNetworks::entry).toList();

    private static final String TENSORFLOW = "tf_"; // begins the names of those that pad as TensorFlow does

    private VisionNetworks() {}

    private static CatalogEntry entry(Architecture architecture) {
        if (EmbeddedNetwork.isHere(architecture.name())) {
            return EmbeddedNetwork.entry(architecture, (entry, how) -> open(architecture, how));
        }
        VisionFigures figures = VisionFigures.ALL.get(architecture.name());
        return new CatalogEntry(
                architecture.name(),
                Modality.IMAGE,
                figures.parameters(),
                figures.multiplyAdds(),
                figures.features(),
                figures.stages(),
                figures.checkedAgainst(),
                "what the weights were trained on that the user gives",
                "",
                "--weights FILE",
                "",
                (entry, how) -> open(architecture, how));
    }

    private static Backbone open(Architecture architecture, Opening how) throws IOException {
        Optional<Path> weights = how.weights();
        if (weights.isEmpty() && EmbeddedNetwork.isHere(architecture.name())) {
            return EmbeddedNetwork.open(architecture, how);
        }
        Path kept = how.hub().home().models().resolve(architecture.name());
        if (weights.isEmpty() && Files.isDirectory(kept)) {
            return BackboneFolder.open(kept, how);
        }
        if (weights.isEmpty()) {
            throw new BadInput(
                    architecture.name(),
                    "has no weights here; name a file of them by --weights FILE (.safetensors or .pth, as torchvision and"
                            + " timm publish them), or put a folder with config.json and model.safetensors at " + kept);
        }
        Path file = weights.get();
        String name = file.getFileName().toString();
        Origin origin = new Origin(architecture.name(), name, "", Digest.sha256(file));
        try (TensorFile tensors = WeightsFile.open(file)) {
            warnOfPadding(architecture.name(), name, tensors.metadata());
            ImageInput input = ImageInput.of(VisionFolder.channels(architecture.preparation(), how));
            return VisionFolder.assemble(architecture, input, tensors, file.toString(), origin);
        }
    }

    /** Weights that TensorFlow trained run with other padding too, at a loss; some files say whose they are. */
    private static void warnOfPadding(String architecture, String file, Map<String, String> metadata) {
        String better = TENSORFLOW + architecture;
        if (metadata.getOrDefault("padding", "").contains("SAME")
                && Architectures.names().contains(better)) {
            System.getLogger(VisionNetworks.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            file + ": says that it was trained with TensorFlow's padding (SAME); --backbone " + better
                                    + " pads so, and " + architecture + " loses by padding otherwise");
        }
    }
}
