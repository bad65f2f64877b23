package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Facts;
import dev.graft.model.HeadShape;
import dev.graft.train.ClassMeans;
import dev.graft.train.Finish;
import dev.graft.train.Length;
import dev.graft.train.Phase;
import dev.graft.train.Plan;
import dev.graft.train.Rates;
import dev.graft.train.Trains;
import java.util.List;

/**
 * Nothing is trained: each class is the mean of its examples' features, and the nearest mean answers. Source: Snell et
 * al., "Prototypical Networks for Few-shot Learning", NeurIPS 2017, section 2.
 *
 * @param distance {@code euclidean}, which the paper found the better, or {@code cosine}
 * @param scale of the nearness before it becomes probabilities, above 0, the paper's being 1; 0 chooses the best of 1 to
 *     100 inside the training part
 */
public record Prototypes(String distance, double scale) implements Strategy {
    public static final Prototypes DEFAULTS = new Prototypes("euclidean", 0);

    private static final String COSINE = "cosine";

    public Prototypes {
        List<String> known = List.of("euclidean", COSINE);
        if (!known.contains(distance)) {
            throw Check.unknown("distance", distance, known);
        }
        Check.notNegative("scale", scale);
    }

    private boolean cosine() {
        return COSINE.equals(distance);
    }

    @Override
    public String name() {
        return "prototypes";
    }

    @Override
    public String title() {
        return "nothing learned by steps: the nearest mean of a class's features; for a handful of labels";
    }

    @Override
    public HeadShape head() {
        return HeadShape.linear(new HeadShape.Beside(cosine(), 0, 0));
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        OneLabelEach.check(this, data);
        return Plan.of(
                Finish.LAST,
                new Phase(Trains.head(), Length.ONCE, Rates.NONE, new ClassMeans(cosine(), scale), List.of()));
    }
}
