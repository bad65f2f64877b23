package dev.graft.evaluate;

import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.Target;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.model.Task;
import dev.graft.train.ConvexHead;
import dev.graft.train.HeadProblem;
import dev.graft.train.LabelledRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A linear model on the colors of the picture made very small: what can be told without any network, by what stands
 * where in which color.
 *
 * @param side of the small picture, in pixels, at least 1
 * @param strength C of logistic or ridge regression, above 0; 0 chooses it inside the training part
 */
public record SmallPixels(int side, double strength) implements Baseline {
    public static final SmallPixels DEFAULTS = new SmallPixels(16, 0);

    public SmallPixels {
        Check.atLeast("side", side, 1);
        Check.notNegative("strength", strength);
    }

    @Override
    public String name() {
        return "pixels";
    }

    @Override
    public String title() {
        return "the colors of the picture scaled to " + side + " x " + side + " pixels, with a linear model";
    }

    @Override
    public boolean takes(Dataset<?> data) throws IOException {
        return data.size() > 0 && data.get(0).input() instanceof Image;
    }

    @Override
    public Answers answers(Dataset<?> train, Dataset<?> test, Task task, long seed) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < train.size(); i++) {
            targets.add(train.target(i));
        }
        HeadProblem problem = HeadProblem.of(task);
        int[] apart = IntStream.range(0, train.size()).toArray();
        ConvexHead.Solved solved =
                new ConvexHead(strength).solve(problem, new LabelledRows(rows(train), targets, apart), seed);
        return new Answers(problem.answers(solved.fit(), rows(test)), Map.of("strength", solved.strength()));
    }

    private float[][] rows(Dataset<?> data) throws IOException {
        Preparation small =
                new Preparation(side, side, Interpolation.BILINEAR, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));
        float[][] rows = new float[data.size()][3 * side * side];
        try {
            IntStream.range(0, rows.length).parallel().forEach(i -> {
                try {
                    Image image = (Image) data.get(i).input();
                    small.planes(small.square(image.pixels(side)), rows[i], 0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return rows;
    }
}
