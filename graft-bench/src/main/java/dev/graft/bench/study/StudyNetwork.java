package dev.graft.bench.study;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.CatalogEntry;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A network that a study begins with.
 *
 * @param title in tables
 * @param name in the catalogue
 * @param weights file of its weights, empty where the catalogue carries them
 * @param random whether its weights are drawn anew
 */
record StudyNetwork(String title, String name, Optional<Path> weights, boolean random) {
    private static final long SEED = 42;

    static StudyNetwork shared(String title, String name, String file) {
        return new StudyNetwork(title, name, Optional.of(sharedWeights(file)), false);
    }

    static Path sharedWeights(String file) {
        return StudyData.folder().resolve("weights").resolve(file + ".safetensors");
    }

    /** All that transfer is studied from, and random weights last. */
    static List<StudyNetwork> ofImageNet() {
        List<StudyNetwork> networks = new ArrayList<>(List.of(
                shared("MobileNet v2, SAME padding", "tf_mobilenet_v2", "mobilenet_v2-imagenet"),
                shared("MobileNet v2, symmetric padding", "mobilenet_v2", "mobilenet_v2-imagenet"),
                shared("MobileNet v1 0.25", "mobilenetv1_025", "mobilenetv1_025-imagenet"),
                shared("SqueezeNet 1.0", "squeezenet1_0", "squeezenet1_0-imagenet")));
        embedded().ifPresent(networks::add);
        networks.add(new StudyNetwork(
                "MobileNet v2, random weights",
                "tf_mobilenet_v2",
                Optional.of(sharedWeights("mobilenet_v2-imagenet")),
                true));
        return networks;
    }

    /** The two that are trained further. */
    static List<StudyNetwork> trained() {
        List<StudyNetwork> all = ofImageNet();
        return List.of(all.get(0), all.get(2));
    }

    private static Optional<StudyNetwork> embedded() {
        return Catalog.ALL.stream()
                .filter(entry -> entry.modality() == Modality.IMAGE && entry.available())
                .map(CatalogEntry::name)
                .findFirst()
                .map(name -> new StudyNetwork("embedded " + name, name, Optional.empty(), false));
    }

    Transfer transfer(InputChoice input) {
        return Transfer.from(name).weights(weights).input(input);
    }

    Backbone open(InputChoice input) throws IOException {
        Backbone opened = transfer(input).open();
        if (random) {
            opened.forget(SEED);
        }
        return opened;
    }
}
