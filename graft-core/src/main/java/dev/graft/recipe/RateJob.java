package dev.graft.recipe;

import dev.graft.engine.Engine;
import dev.graft.train.RateCurve;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Looks for the learning rate of a recipe, on the examples that its run would learn from and no others.
 *
 * @param reading opens the recipe's data
 */
public record RateJob(Recipe recipe, TrainJob.Options options, TrainJob.Reading reading) {
    public RateCurve run() throws IOException {
        Engine.warm(); // beside the reading of the data
        Engine.threads(recipe.threads());
        Transfer transfer = transfer(recipe, options);
        transfer.check();
        TrainingData data = TrainingData.of(recipe, reading.open());
        return transfer.rates(data.train(), data.validation(), recipe.seed());
    }

    /** Of a run that keeps no state. */
    static Transfer transfer(Recipe recipe, TrainJob.Options options) {
        return Transfer.from(recipe.backbone())
                .weights(recipe.weights().map(Path::of))
                .by(recipe.strategy())
                .task(recipe.task())
                .input(recipe.input())
                .prior(recipe.prior())
                .run(new Transfer.Run(
                        options.hub(),
                        recipe.precision(),
                        options.keep(),
                        Optional.empty(),
                        false,
                        options.progress()));
    }
}
