package dev.graft.transfer;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Stages;
import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.InputSpec;
import dev.graft.data.TermWeights;
import dev.graft.data.Text;
import dev.graft.data.TextInput;
import dev.graft.model.HeadShape;
import dev.graft.train.Finish;
import dev.graft.train.Length;
import dev.graft.train.Phase;
import dev.graft.train.Plan;
import dev.graft.train.Rates;
import dev.graft.train.StackedHeads;
import dev.graft.train.Trains;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * For texts: what a probe of fixed features says, and what a linear model of weighted counts of words and of pairs of
 * words says, added up with weights that are fitted to examples which neither had. Source: Wolpert, "Stacked
 * Generalization", Neural Networks 1992.
 *
 * @param windows whether a long text is read in several windows, whose features are averaged, and is not cut
 * @param sublinear whether a term that occurs n times counts 1 + ln n times instead of n
 * @param minimumTexts terms that occur in fewer training texts are left out, at least 1
 * @param strength C of the probe, above 0; 0 chooses the best of 0.1 to 1000 inside the training part
 * @param termStrength C of the model of words, above 0; 0 chooses the best of 1 to 100 inside the training part
 */
public record Hybrid(boolean windows, boolean sublinear, int minimumTexts, double strength, double termStrength)
        implements Strategy {
    public static final Hybrid DEFAULTS = new Hybrid(true, true, 2, 0, 0);

    public Hybrid {
        Check.atLeast("minimumTexts", minimumTexts, 1);
        Check.notNegative("strength", strength);
        Check.notNegative("termStrength", termStrength);
    }

    @Override
    public String name() {
        return "hybrid";
    }

    @Override
    public String title() {
        return "a probe on fixed features and TF-IDF, stacked by what both say of held-out texts; for long texts";
    }

    @Override
    public Backbone reading(Backbone body, Dataset<?> train) throws IOException {
        if (!(body.input() instanceof TextInput input)) {
            throw new BadArgument("strategy hybrid counts the words of texts; choose another one for pictures");
        }
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < train.size(); i++) {
            if (train.get(i).input() instanceof Text text) {
                texts.add(text);
            }
        }
        return body.input(
                input.windows(windows || input.windows()).terms(TermWeights.of(texts, sublinear, minimumTexts)));
    }

    @Override
    public HeadShape head(InputSpec<?> input, Facts data) {
        int terms = ((TextInput) input).terms().map(TermWeights::size).orElse(0);
        return HeadShape.linear(new HeadShape.Beside(false, 0, terms));
    }

    @Override
    public Plan plan(Stages stages, Facts data) {
        return Plan.of(
                Finish.LAST,
                new Phase(Trains.head(), Length.ONCE, Rates.NONE, new StackedHeads(strength, termStrength), List.of()));
    }
}
