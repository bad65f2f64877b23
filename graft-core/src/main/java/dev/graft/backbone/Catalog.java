package dev.graft.backbone;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.Modality;
import dev.graft.engine.Engine;
import dev.graft.hub.Hub;
import dev.graft.image.Preparation;
import dev.graft.vision.Architecture;
import dev.graft.vision.Architectures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every network that Graft knows by name, one line per family. */
public final class Catalog {
    public static final List<CatalogEntry> ALL = Stream.of(SentenceEncoders.ALL, VisionNetworks.ALL)
            .flatMap(List::stream)
            .toList();

    /** The embedded default for texts. */
    public static final String DEFAULT_TEXT = SentenceEncoders.ALL_MINILM_L6_V2.name();

    /** The default for pictures: the embedded network, where this build holds its weights. */
    public static final String DEFAULT_IMAGE =
            EmbeddedNetwork.isHere(EmbeddedNetwork.NAME) ? EmbeddedNetwork.NAME : "mobilenet_v2";

    private Catalog() {}

    /** What is taken where the user names no network. */
    public static String usual(Modality modality) {
        return modality == Modality.IMAGE ? DEFAULT_IMAGE : DEFAULT_TEXT;
    }

    /** How pictures are read by the network that is taken where the user names none. */
    public static Preparation usualPreparation() throws IOException {
        Architecture architecture = Architectures.named(DEFAULT_IMAGE);
        return EmbeddedNetwork.isHere(DEFAULT_IMAGE)
                ? EmbeddedNetwork.preparation(architecture)
                : architecture.preparation();
    }

    public static Optional<CatalogEntry> find(String name) {
        return ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }

    public static List<String> names() {
        return ALL.stream().map(CatalogEntry::name).toList();
    }

    /** A network that will be trained from random weights: those of an architecture need not be there. */
    public static Backbone begin(String nameOrFolder, Opening how) throws IOException {
        if (Architectures.names().contains(nameOrFolder)) {
            Engine.warm();
            return VisionFolder.begin(Architectures.named(nameOrFolder), how);
        }
        return open(nameOrFolder, how);
    }

    /** As {@link #begin(String, Opening)}, with nothing else than usual. */
    public static Backbone begin(String nameOrFolder, Hub hub) throws IOException {
        return begin(nameOrFolder, Opening.from(hub));
    }

    /** As {@link #open(String, Opening)}, with the weights that the catalogue has. */
    public static Backbone open(String nameOrFolder, Hub hub) throws IOException {
        return open(nameOrFolder, Opening.from(hub));
    }

    /** As {@link #open(String, Opening)}, with these weights where there are some. */
    public static Backbone open(String nameOrFolder, Optional<Path> weights, Hub hub) throws IOException {
        return open(nameOrFolder, new Opening(weights, Optional.empty(), hub));
    }

    /**
     * Opens a network by its name here, or from a folder in Hugging Face's layout (a bundle of Graft's is one).
     *
     * @param how weights of a file are not for a folder, which has its own
     * @throws BadArgument for an unknown name, with the nearest known one
     */
    public static Backbone open(String nameOrFolder, Opening how) throws IOException {
        Optional<CatalogEntry> entry = find(nameOrFolder);
        if (entry.isPresent()) {
            Engine.warm();
            return entry.get().open(how);
        }
        Path folder = Path.of(nameOrFolder);
        if (Files.isDirectory(folder)) {
            Check.that(
                    how.weights().isEmpty(),
                    "--weights is for a network by its name; the folder " + nameOrFolder + " has weights of its own");
            return BackboneFolder.open(folder, how);
        }
        if (nameOrFolder.contains("/") || nameOrFolder.contains("\\")) {
            throw new BadArgument("backbone '" + nameOrFolder + "' is no folder; name one that holds config.json and "
                    + "model.safetensors, or one of " + String.join(", ", names()));
        }
        throw Check.unknown("backbone", nameOrFolder, names());
    }
}
