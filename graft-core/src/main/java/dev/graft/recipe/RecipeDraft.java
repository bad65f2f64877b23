package dev.graft.recipe;

import dev.graft.data.InputChoice;
import dev.graft.data.TableOptions;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.transfer.Prior;
import dev.graft.transfer.Procedure;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import java.util.Optional;

/**
 * A recipe being written down: what is not said is the default. Each method is the component of {@link Recipe} of its name.
 */
public final class RecipeDraft {
    private static final long SEED = 42;
    private String data;
    private Optional<String> valid = Optional.empty();
    private Optional<String> test = Optional.empty();
    private TableOptions table = TableOptions.DEFAULTS;
    private String backbone;
    private Optional<String> weights = Optional.empty();
    private Strategy strategy;
    private Optional<Procedure> procedure = Optional.empty();
    private TaskChoice task = TaskChoice.DEFAULTS;
    private InputChoice input = InputChoice.DEFAULTS;
    private Prior prior = Prior.NONE;
    private Optional<Precision> precision = Optional.empty();
    private long seed = SEED;
    private int threads = Engine.threads();
    private boolean baseline;
    private boolean refit;
    private boolean standalone;
    private Extent extent = Extent.ALL;

    RecipeDraft(String data, String backbone, Strategy strategy) {
        this.data = data;
        this.backbone = backbone;
        this.strategy = strategy;
    }

    RecipeDraft(Recipe recipe) {
        data = recipe.data();
        valid = recipe.valid();
        test = recipe.test();
        table = recipe.table();
        backbone = recipe.backbone();
        weights = recipe.weights();
        strategy = recipe.strategy();
        procedure = recipe.procedure();
        task = recipe.task();
        input = recipe.input();
        prior = recipe.prior();
        precision = recipe.precision();
        seed = recipe.seed();
        threads = recipe.threads();
        baseline = recipe.baseline();
        refit = recipe.refit();
        standalone = recipe.standalone();
        extent = recipe.extent();
    }

    public RecipeDraft data(String other) {
        data = other;
        return this;
    }

    public RecipeDraft valid(Optional<String> other) {
        valid = other;
        return this;
    }

    public RecipeDraft test(Optional<String> other) {
        test = other;
        return this;
    }

    public RecipeDraft table(TableOptions other) {
        table = other;
        return this;
    }

    public RecipeDraft backbone(String other) {
        backbone = other;
        return this;
    }

    public RecipeDraft weights(Optional<String> other) {
        weights = other;
        return this;
    }

    public RecipeDraft strategy(Strategy other) {
        strategy = other;
        return this;
    }

    public RecipeDraft procedure(Optional<Procedure> other) {
        procedure = other;
        return this;
    }

    public RecipeDraft task(TaskChoice other) {
        task = other;
        return this;
    }

    public RecipeDraft input(InputChoice other) {
        input = other;
        return this;
    }

    public RecipeDraft prior(Prior other) {
        prior = other;
        return this;
    }

    public RecipeDraft precision(Optional<Precision> other) {
        precision = other;
        return this;
    }

    public RecipeDraft seed(long other) {
        seed = other;
        return this;
    }

    public RecipeDraft threads(int other) {
        threads = other;
        return this;
    }

    public RecipeDraft baseline(boolean other) {
        baseline = other;
        return this;
    }

    public RecipeDraft refit(boolean other) {
        refit = other;
        return this;
    }

    public RecipeDraft standalone(boolean other) {
        standalone = other;
        return this;
    }

    public RecipeDraft extent(Extent other) {
        extent = other;
        return this;
    }

    public Recipe build() {
        return new Recipe(
                data,
                valid,
                test,
                table,
                backbone,
                weights,
                strategy,
                procedure,
                task,
                input,
                prior,
                precision,
                seed,
                threads,
                baseline,
                refit,
                standalone,
                extent);
    }
}
