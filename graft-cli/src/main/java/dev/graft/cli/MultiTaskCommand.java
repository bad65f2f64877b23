package dev.graft.cli;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import dev.graft.data.Data;
import dev.graft.data.Facts;
import dev.graft.data.Modality;
import dev.graft.data.Parts;
import dev.graft.data.TableOptions;
import dev.graft.data.TargetKind;
import dev.graft.hub.Hub;
import dev.graft.recipe.MultiRecipe;
import dev.graft.recipe.MultiTaskJob;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.RecipeDraft;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "multitask",
        description = "Train one network for several tasks: one body, and a head for each data set.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft multitask intent=intents.csv mood=moods.csv --out both.graft",
            "  graft multitask topic=a.csv stars=a.csv --labels topic=subject --labels stars=rating --out a.graft",
            "  graft multitask intent=a.csv mood=b.csv --test intent=held-out.csv --budget 5m --out both.graft",
            "  graft predict both.graft new.csv --output mood",
            "",
            "Each step learns from a batch of one data set. A fifth of each that has no --test is held back to measure",
            "by, as in train."
        })
final class MultiTaskCommand extends Command {
    @Parameters(
            arity = "1..*",
            paramLabel = "NAME=DATA",
            description = "A name for each task and its data, as for 'graft train'; the first is the main one.")
    private List<String> data = new ArrayList<>();

    @Option(names = "--out", required = true, paramLabel = "BUNDLE", description = "Folder for the trained model.")
    private Path out;

    @Option(
            names = "--labels",
            paramLabel = "NAME=COLUMN",
            description = "Column with a task's answers (default: --label-column); repeatable.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--valid",
            paramLabel = "NAME=PATH|FRACTION",
            description = "Data to judge a task's epochs by, or a share of its training part as 0.2 (default: a tenth,"
                    + " from 200 examples on); repeatable. The best epoch is kept where at least 100 examples judge each"
                    + " task; with fewer all epochs are run and the last is kept.")
    private List<String> valid = new ArrayList<>();

    @Option(
            names = "--test",
            paramLabel = "NAME=PATH",
            description = "Data to measure a task by (default: a fifth of its own); repeatable.")
    private List<String> test = new ArrayList<>();

    @Option(
            names = "--power",
            paramLabel = "P",
            description = "Power of a data set's size that its share of the steps is in proportion to, 0 to 1: 1 shows"
                    + " each example equally often, 0 each task (default: 0.5).")
    private double power = 0.5;

    @Option(
            names = "--weight",
            paramLabel = "NAME=FACTOR",
            description = "Factor on a task's loss (default: 1); repeatable.")
    private List<String> weights = new ArrayList<>();

    @Option(
            names = "--uncertainty",
            description = "Also weigh the losses by how sure the answers are, which is learned (Kendall et al. 2018).")
    private boolean uncertainty;

    @Mixin
    private LabelArguments table = new LabelArguments();

    @Mixin
    private LearningArguments learning = new LearningArguments();

    @Mixin
    private RunArguments run = new RunArguments();

    MultiTaskCommand(Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        learning.usualStrategy("finetune");
        learning.checkStrategy();
        Check.that(
                learning.procedure().isEmpty() && !learning.looksForRate(),
                "--strategy auto, --soup and --lr auto learn one task; for several name a strategy and a rate");
        Map<String, String> parts = map("", data, "mood=moods.csv");
        Check.that(
                parts.size() > 1,
                "several tasks want at least 2 data sets, as intent=intents.csv mood=moods.csv; for one use 'graft train'");
        parts.keySet()
                .forEach(name -> Check.that(
                        name.matches("[A-Za-z0-9_-]+"),
                        "the name of a task is made of letters, digits, _ and -, was '" + name + "'"));
        Check.that(power >= 0 && power <= 1, "--power must be in [0, 1], was " + power);
        Map<String, String> columns = known("--labels", map("--labels", labels, "mood=feeling"), parts);
        Map<String, String> judging = known("--valid", map("--valid", valid, "mood=moods-valid.csv"), parts);
        Map<String, String> testing = known("--test", map("--test", test, "mood=moods-test.csv"), parts);
        Map<String, Double> factors = new LinkedHashMap<>();
        known("--weight", map("--weight", weights, "mood=2"), parts)
                .forEach((name, text) -> factors.put(name, factor(text)));
        TableOptions options = table.options();
        apart(parts, columns);
        Modality modality = modality(parts, options);
        Strategy strategy = learning.strategy(modality);
        RecipeDraft draft = Recipe.draft(String.join(", ", parts.values()), learning.backbone(modality), strategy)
                .table(options)
                .weights(learning.weights(modality))
                .task(learning.task(strategy))
                .input(learning.input())
                .precision(learning.precision());
        Recipe shared = run.into(draft, session()).build();
        MultiRecipe recipe = new MultiRecipe(shared, parts, columns, judging, testing, power, factors, uncertainty);
        learning.idle(strategy).forEach(session()::warn);
        if (strategy instanceof LinearProbe probe && probe.hidden().isEmpty() && (!factors.isEmpty() || uncertainty)) {
            session()
                    .warn("a linear probe is solved for each task alone, so --weight and --uncertainty change nothing");
        }
        if (learning.asksOfTask()) {
            learning.mustFit(kinds(recipe));
        }
        session().prepareEngine();
        Hub hub = session().hub();
        MultiTaskJob.Result result =
                new MultiTaskJob(recipe, out, run.options(session(), hub, learning.keep(hub))).run();
        session().progress().close();
        session().answer(result.toJson());
        MultiTaskOutcome.lines(result, modality).forEach(session()::say);
    }

    private static Map<String, String> map(String option, List<String> given, String example) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String text : given) {
            Setting one = Setting.of(option.isEmpty() ? "multitask" : option, text, example);
            Check.that(
                    !one.value().isEmpty(),
                    (option.isEmpty() ? "multitask" : option) + " wants something after '" + one.name() + "=', as "
                            + example);
            Check.that(
                    map.put(one.name(), one.value()) == null,
                    "'" + one.name() + "' is given twice; name each task once");
        }
        return map;
    }

    /** Refuses two tasks that would learn the same. */
    private static void apart(Map<String, String> parts, Map<String, String> columns) {
        Map<List<String>, String> seen = new HashMap<>();
        parts.forEach((name, file) -> {
            if (!InputFiles.isTable(Values.path(file))) {
                return;
            }
            String other = seen.put(List.of(file, columns.getOrDefault(name, "")), name);
            Check.that(
                    other == null,
                    "tasks '" + other + "' and '" + name + "' learn the same column of " + file
                            + "; say which each learns by --labels " + name + "=COLUMN");
        });
    }

    private static Map<String, String> known(String option, Map<String, String> given, Map<String, String> tasks) {
        given.keySet().stream().filter(name -> !tasks.containsKey(name)).forEach(name -> {
            throw Check.unknown("task in " + option, name, tasks.keySet());
        });
        return given;
    }

    /** What the tasks' training parts are labelled with. */
    private Set<TargetKind> kinds(MultiRecipe recipe) throws IOException {
        Set<TargetKind> kinds = EnumSet.noneOf(TargetKind.class);
        for (Map.Entry<String, String> one : recipe.data().entrySet()) {
            TableOptions read = recipe.table(one.getKey());
            Parts<?> parts = session().opening(() -> Data.openParts(Values.path(one.getValue()), read));
            Facts.of(parts.train()).kind().ifPresent(kinds::add);
        }
        return kinds;
    }

    private static double factor(String text) {
        try {
            return Check.positive("--weight", Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new BadArgument(
                    "--weight wants a number above 0 after the name, as --weight mood=2, was '" + text + "'");
        }
    }

    private static Modality modality(Map<String, String> parts, TableOptions options) throws IOException {
        Map<String, Modality> each = new LinkedHashMap<>();
        for (Map.Entry<String, String> one : parts.entrySet()) {
            each.put(one.getKey(), Data.modality(Values.path(one.getValue()), options));
        }
        Check.that(
                each.values().stream().distinct().count() == 1,
                "one network reads texts or pictures, and these differ: "
                        + each.entrySet().stream()
                                .map(one -> one.getKey() + " has " + one.getValue())
                                .collect(Collectors.joining(", ")));
        return each.values().iterator().next();
    }
}
