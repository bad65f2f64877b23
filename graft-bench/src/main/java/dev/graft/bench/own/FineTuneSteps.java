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
import java.util.stream.Collectors;

/**
 * A process that fine-tunes an encoder with Graft, all weights or by another strategy, and prints how long a step took.
 *
 * <p>Arguments: encoder; texts per batch; tokens of the shortest text; tokens of the longest; counted steps; {@code FP32}
 * or {@code BF16}; the strategy's name, else {@code finetune}.
 */
public final class FineTuneSteps {
    private static final int CLASSES = 6;

    private FineTuneSteps() {}

    public static void main(String[] arguments) throws IOException {
        int batchSize = Integer.parseInt(arguments[1]);
        int shortest = Integer.parseInt(arguments[2]);
        int longest = Integer.parseInt(arguments[3]);
        int steps = Integer.parseInt(arguments[4]);
        Precision precision = Precision.valueOf(arguments[5]);
        try (Backbone opened = Catalog.open(arguments[0], Hub.standard())) {
            Backbone backbone = opened.input(((TextInput) opened.input()).longest(longest));
            int count = batchSize * (TimedSteps.WARM_UPS + steps);
            Samples<Text> data = new Samples<>("random letters", samples(count, shortest, longest));
            Strategy strategy = Strategies.named(arguments.length > 6 ? arguments[6] : "finetune", Modality.TEXT);
            TimedSteps.print(backbone, TimedSteps.once(strategy, batchSize), data, precision, steps);
        }
    }

    /** Texts of random letters, each of which is a token; two more tokens stand around them. */
    private static List<Sample<Text>> samples(int count, int shortest, int longest) {
        Random random = new Random(42);
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int letters = shortest - 2 + random.nextInt(longest - shortest + 1);
            String text = random.ints(letters, 'a', 'z' + 1)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining(" "));
            Target label = new Target.Label("class " + i % CLASSES);
            samples.add(new Sample<>(Text.of(text), label, "sample " + i));
        }
        return samples;
    }
}
