package dev.graft.bench.study;

import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.Parts;
import dev.graft.recipe.Product;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.TrainJob;
import dev.graft.transfer.LinearProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who the network that is pretrained learns from, beside the labels.
 *
 * @param asked a bundle's folder; {@code mobilenet} for ImageNet's MobileNet v2 with a head for the classes of the data,
 *     made once; empty for none
 */
record Teacher(String asked) {
    private static final String MOBILENET = "mobilenet";
    private static final String BACKBONE = "tf_mobilenet_v2"; // the weights were trained with TensorFlow's padding
    private static final String SIZE = "96";

    /** The bundle that is learned from. */
    Optional<String> bundle() {
        return asked.isEmpty() ? Optional.empty() : Optional.of(asked.equals(MOBILENET) ? made().toString() : asked);
    }

    private static Path made() {
        return StudyFolder.place().resolve("teacher-" + BACKBONE);
    }

    /** Makes the bundle where it has to be made. */
    void make(Parts<Image> parts) throws IOException {
        if (asked.equals(MOBILENET) && !Files.isDirectory(made())) {
            new TrainJob(recipe(), made(), PretrainStudy.options(true), Product.BUNDLE, () -> parts).run();
        }
    }

    /** A probe: the features are worked out once, in a quarter of an hour. */
    private static Recipe recipe() {
        return Recipe.draft("tiny-imagenet", BACKBONE, LinearProbe.DEFAULTS.with("strength", 0.1))
                .weights(Optional.of(
                        StudyNetwork.sharedWeights("mobilenet_v2-imagenet").toString()))
                .input(InputChoice.DEFAULTS.size(Integer.parseInt(SIZE)))
                .standalone(true)
                .build();
    }
}
