package dev.graft.bench.own;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.data.Modality;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.data.TextInput;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A process that fine-tunes an encoder with Graft, all weights or by another strategy, and prints how long a step took.
 *
 * <p>Arguments: encoder; texts per batch; tokens per text; counted steps; {@code FP32} or {@code BF16}; the strategy's
 * name, else {@code finetune}.
 */
public final class FineTuneSteps {
    private static final int CLASSES = 6;

    private FineTuneSteps() {}

    public static void main(String[] arguments) throws IOException {
        int batchSize = Integer.parseInt(arguments[1]);
        int length = Integer.parseInt(arguments[2]);
        int steps = Integer.parseInt(arguments[3]);
        Precision precision = Precision.valueOf(arguments[4]);
        try (Backbone opened = Catalog.open(arguments[0], Hub.standard())) {
            Backbone backbone = opened.input(((TextInput) opened.input()).longest(length));
            Samples<Text> data =
                    new Samples<>("random words", samples(batchSize * (TimedSteps.WARM_UPS + steps), length));
            Strategy strategy = Strategies.named(arguments.length > 5 ? arguments[5] : "finetune", Modality.TEXT);
            TimedSteps.print(backbone, TimedSteps.once(strategy, batchSize), data, precision, steps);
        }
    }

    /** Texts of random common words, long enough to fill every row. */
    private static List<Sample<Text>> samples(int count, int length) {
        Random random = new Random(42);
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = 0; w < length; w++) {
                text.append("word")
                        .append(random.nextInt(10))
                        .append(' ')
                        .append((char) ('a' + random.nextInt(26)))
                        .append(' ');
            }
            Target label = new Target.Label("class " + i % CLASSES);
            samples.add(new Sample<>(Text.of(text.toString()), label, "sample " + i));
        }
        return samples;
    }
}
