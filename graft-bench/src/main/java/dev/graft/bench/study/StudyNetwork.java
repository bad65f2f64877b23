package dev.graft.bench.study;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.CatalogEntry;
import dev.graft.base.Digest;
import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.data.PreparedSet;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A network that a study begins with.
 *
 * @param title in tables, and in the names of runs
 * @param name in the catalogue
 * @param weights file of its weights, empty where the catalogue carries them
 * @param random whether its weights are drawn anew
 */
record StudyNetwork(String title, String name, Optional<Path> weights, boolean random) {
    private static final long SEED = 42;
    private static final int MEASURED_BATCHES = 48; // of a moving average that takes a tenth of each
    private static final int BATCH = 32;
    private static final int DIGITS = 8;

    static StudyNetwork shared(String title, String name, String file) {
        return new StudyNetwork(title, name, Optional.of(sharedWeights(file)), false);
    }

    static Path sharedWeights(String file) {
        return StudyData.place().resolve("weights").resolve(file + ".safetensors");
    }

    /** All that transfer is studied from, and random weights last. */
    static List<StudyNetwork> ofImageNet() throws IOException {
        List<StudyNetwork> networks = new ArrayList<>(List.of(
                shared("MobileNet v2, SAME padding", "tf_mobilenet_v2", "mobilenet_v2-imagenet"),
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
    static List<StudyNetwork> trained() throws IOException {
        return ofImageNet().subList(0, 2);
    }

    /** Its weights may be replaced: their digest tells which they were. */
    private static Optional<StudyNetwork> embedded() throws IOException {
        Optional<CatalogEntry> entry = Catalog.ALL.stream()
                .filter(one -> one.modality() == Modality.IMAGE && one.available())
                .findFirst();
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        String name = entry.get().name();
        try (InputStream weights = StudyNetwork.class
                .getClassLoader()
                .getResourceAsStream(entry.get().resource())) {
            String mark = Digest.sha256(weights.readAllBytes()).substring(0, DIGITS);
            return Optional.of(new StudyNetwork("embedded " + name + " " + mark, name, Optional.empty(), false));
        }
    }

    Transfer transfer(InputChoice input) {
        return Transfer.from(name).weights(weights).input(input);
    }

    /** @param pictures of which random weights get the statistics of their batch norm; no labels are looked at */
    Backbone open(InputChoice input, Dataset<Image> pictures) throws IOException {
        Backbone opened = transfer(input).open();
        if (random) {
            opened.forget(SEED);
            measure(opened, pictures);
        }
        return opened;
    }

    /** Random weights whose batch norm knows nothing of its input let hardly anything of it through. */
    private static void measure(Backbone body, Dataset<Image> pictures) throws IOException {
        PreparedSet prepared = PreparedSet.of(body.input(), pictures);
        SplittableRandom random = new SplittableRandom(SEED);
        train(body, true);
        for (int batch = 0; batch < MEASURED_BATCHES; batch++) {
            try (Scope scope = Scope.open();
                    NoGrad off = NoGrad.open()) {
                int[] drawn = random.ints(BATCH, 0, prepared.size()).sorted().toArray();
                body.run(prepared.batch(drawn).inputs(), 0, body.stages().count());
            }
        }
        train(body, false);
    }

    private static void train(Backbone body, boolean on) {
        for (int stage = 0; stage < body.stages().count(); stage++) {
            body.stage(stage).train(on);
        }
    }
}
