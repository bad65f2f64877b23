package dev.graft.bench.study;

import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.Parts;
import dev.graft.hub.Hub;
import dev.graft.recipe.Product;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.TrainJob;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Strategies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who the network that is pretrained learns from, beside the labels. */
final class Teacher {
    private static final String SIZE = "96";

    private Teacher() {}

    /**
     * @param asked a bundle's folder; {@code mobilenet} for ImageNet's MobileNet v2 with a head for the classes of the
     *     data, made once; empty for none
     */
    static Optional<String> of(String asked, Parts<Image> parts, Path place, Hub hub) throws IOException {
        if (!asked.equals("mobilenet")) {
            return asked.isEmpty() ? Optional.empty() : Optional.of(asked);
        }
        Path bundle = place.resolve("teacher-mobilenet");
        if (!Files.isDirectory(bundle)) {
            new TrainJob(recipe(), bundle, PretrainStudy.options(true), Product.BUNDLE, () -> parts).run();
        }
        return Optional.of(bundle.toString());
    }

    /** A probe: the features are worked out once, in a quarter of an hour. */
    private static Recipe recipe() {
        return Recipe.draft("tiny-imagenet", "mobilenet_v2", Strategies.with(LinearProbe.DEFAULTS, "strength", "0.1"))
                .weights(Optional.of(StudyData.folder()
                        .resolve("weights")
                        .resolve("mobilenet_v2-imagenet.safetensors")
                        .toString()))
                .input(InputChoice.DEFAULTS.size(Integer.parseInt(SIZE)))
                .standalone(true)
                .build();
    }
}
