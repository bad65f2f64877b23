package dev.graft.bench.own;

import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.engine.Precision;
import dev.graft.train.Progress;
import dev.graft.transfer.CrossValidate;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/** Leave-one-out of a probe on 1,000 texts, against one pass over them. Argument: a file with a text per line. */
public final class LeaveOneOutTime {
    private static final int ROUNDS = 3;

    private LeaveOneOutTime() {}

    public static void main(String[] arguments) throws IOException {
        List<String> texts = Files.readAllLines(Path.of(arguments[0]));
        Samples<Text> labels = data(texts, i -> new Target.Label(texts.get(i).length() > 90 ? "long" : "short"));
        Samples<Text> numbers = data(texts, i -> new Target.Value(texts.get(i).length()));
        double[][] seconds = new double[4][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) { // by turns, so that a disturbance meets all alike
            seconds[0][round] = Pass.seconds(labels);
            seconds[1][round] = Pass.open();
            seconds[2][round] = loo(labels);
            seconds[3][round] = loo(numbers);
        }
        double pass = Median.of(seconds[0]);
        double open = Median.of(seconds[1]);
        double logistic = least(seconds[2]) - open;
        double ridge = least(seconds[3]) - open;
        Line.print(
                "text",
                String.format(
                        Locale.ROOT,
                        "Leave-one-out on %d texts, features included, over one pass of the network (%.2f s), each the best of three: ridge"
                                + " regression "
                                + "**%.2f times**, logistic regression **%.2f times**.",
                        texts.size(),
                        pass,
                        ridge / pass,
                        logistic / pass));
    }

    /** As a pass is the best of three, too. */
    private static double least(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static Samples<Text> data(List<String> texts, IntFunction<Target> target) {
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            samples.add(new Sample<>(Text.of(texts.get(i)), target.apply(i), "line " + (i + 1)));
        }
        return new Samples<>("texts", samples);
    }

    private static double loo(Samples<Text> data) throws IOException {
        Transfer transfer = Transfer.from(Catalog.DEFAULT_TEXT);
        Transfer.Run run = transfer.run();
        Transfer uncached = transfer.run(new Transfer.Run(
                run.hub(),
                Optional.of(Precision.FP32),
                Features.Keep.NOTHING,
                Optional.empty(),
                false,
                Progress.SILENT));
        long began = System.nanoTime();
        CrossValidate.leaveOneOut(uncached, data, 42);
        return (System.nanoTime() - began) / 1e9;
    }
}
