package dev.graft.bench.own;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.data.Image;
import dev.graft.data.ImageInput;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.image.Pixels;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A process that trains a network for pictures with Graft and prints how long a step took; the pictures are noise.
 *
 * <p>Arguments: architecture; safetensors file of its weights; pictures per batch; side of a picture in pixels; counted
 * steps; {@code FP32} or {@code BF16}; the strategy's name, else all weights learn by SGD with momentum, norms and their
 * statistics among them.
 */
public final class PictureSteps {
    private static final int CLASSES = 6;

    private PictureSteps() {}

    public static void main(String[] arguments) throws IOException {
        int batch = Integer.parseInt(arguments[2]);
        InputChoice size = InputChoice.DEFAULTS.size(Integer.parseInt(arguments[3]));
        int steps = Integer.parseInt(arguments[4]);
        Precision precision = Precision.valueOf(arguments[5]);
        try (Backbone opened = Catalog.open(arguments[0], Optional.of(Path.of(arguments[1])), Hub.standard())) {
            Backbone backbone = opened.input(opened.input().with(size));
            int side = ((ImageInput) backbone.input()).preparation().shorter();
            Samples<Image> data = new Samples<>("noise", samples(batch * (TimedSteps.WARM_UPS + steps), side));
            Strategy strategy = arguments.length > 6
                    ? Strategies.named(arguments[6], Modality.IMAGE)
                    : FineTune.DEFAULTS
                            .with("optimizer", "sgd")
                            .with("rate", 0.003)
                            .with("fixedNorms", false);
            TimedSteps.print(backbone, TimedSteps.once(strategy, batch), data, precision, steps);
        }
    }

    /** @param side of the square of noise */
    private static List<Sample<Image>> samples(int count, int side) {
        Random random = new Random(42);
        List<Sample<Image>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] noise = new byte[3 * side * side];
            random.nextBytes(noise);
            Image image = Image.of(new Pixels(side, side, 3, noise));
            samples.add(new Sample<>(image, new Target.Label("class " + i % CLASSES), "sample " + i));
        }
        return samples;
    }
}
