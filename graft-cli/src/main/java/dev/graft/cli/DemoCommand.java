package dev.graft.cli;

import dev.graft.backbone.Catalog;
import dev.graft.base.Storage;
import dev.graft.data.InputChoice;
import dev.graft.data.TableOptions;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.evaluate.Evaluation;
import dev.graft.hub.Hub;
import dev.graft.metric.Metric;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.TrainJob;
import dev.graft.recipe.TrainResult;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Prior;
import dev.graft.transfer.Scratch;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

@picocli.CommandLine.Command(
        name = "demo",
        description =
                "Show it all on embedded data, without a network: adapt a pretrained encoder to sort messages to a"
                        + " bicycle shop, and measure what the pretraining brings.",
        footerHeading = "%nFor example:%n",
        footer = {"  graft demo", "  graft demo --out shop.graft    and keep the model and its data"})
final class DemoCommand extends Command {
    private static final String DATA = "messages.csv";
    private static final List<String> QUESTIONS = List.of(
            "My parcel was due on Tuesday and the tracking has not moved since.",
            "The rear brake squeals since the last service, when can I bring it in?",
            "Please send me the invoice again, I was charged twice.");

    @Option(names = "--out", paramLabel = "BUNDLE", description = "Keep the fine-tuned model there.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--overwrite", description = "Replace BUNDLE.")
    private boolean overwrite;

    DemoCommand(Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        if (out.isPresent()) {
            Target.folder(out.get(), overwrite);
        }
        session().prepareEngine();
        long began = System.nanoTime();
        Path folder = Files.createTempDirectory("graft-demo-");
        Thread cleaner = new Thread(() -> discard(folder));
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            Path data = folder.resolve(DATA);
            try (InputStream in = Catalog.class.getResourceAsStream("/dev/graft/demo/" + DATA)) {
                Files.copy(in, data);
            }
            Path kept = out.orElse(folder.resolve("finetune.graft"));
            Map<String, Evaluation> rows = runs(data, folder, kept);
            tell(rows, kept, (System.nanoTime() - began) / 1e9);
        } finally {
            discard(folder);
            Runtime.getRuntime().removeShutdownHook(cleaner);
        }
    }

    /** What is simplest first; each measured on the same test part. */
    private Map<String, Evaluation> runs(Path data, Path folder, Path kept) throws IOException {
        session()
                .say("Sorting " + DATA + " with " + Catalog.DEFAULT_TEXT + ", on " + Engine.threads() + " processors.");
        TrainResult probe = fit(data, LinearProbe.DEFAULTS, folder.resolve("probe.graft"), true);
        TrainResult scratch = fit(data, Scratch.DEFAULTS, folder.resolve("scratch.graft"), false);
        TrainResult tuned = fit(data, tuning(), kept, false);
        Map<String, Evaluation> rows = new LinkedHashMap<>(probe.baselines());
        rows.put("same network, from scratch", scratch.evaluation());
        rows.put("pretrained, probe", probe.evaluation());
        rows.put("pretrained, fine-tuned", tuned.evaluation());
        return rows;
    }

    /** Some ten steps an epoch are few: a faster and longer training than the defaults, which are for more data. */
    private static Strategy tuning() {
        return Strategies.with(Strategies.with(FineTune.DEFAULTS, "rate", "1e-4"), "epochs", "4");
    }

    private TrainResult fit(Path data, Strategy strategy, Path bundle, boolean baseline) throws IOException {
        Recipe recipe = new Recipe(
                data.toString(),
                Optional.empty(),
                Optional.empty(),
                TableOptions.DEFAULTS,
                Catalog.DEFAULT_TEXT,
                Optional.empty(),
                strategy,
                TaskChoice.DEFAULTS,
                InputChoice.DEFAULTS,
                Prior.NONE,
                Optional.empty(),
                session().seed(),
                session().threads().orElseGet(Engine::threads),
                baseline,
                false,
                false);
        Hub hub = session().hub();
        TrainResult result = new TrainJob(
                        recipe,
                        bundle,
                        new TrainJob.Options(
                                false,
                                overwrite,
                                hub,
                                Transfer.Run.defaults().keep(),
                                session().progress()))
                .run();
        session().progress().close();
        return result;
    }

    private void tell(Map<String, Evaluation> rows, Path bundle, double seconds) throws IOException {
        Evaluation any = rows.values().iterator().next();
        session().say("");
        session()
                .say("On " + any.examples()
                        + " messages that none of them was trained on (95 % intervals in brackets):");
        Tables.comparison(rows).forEach(session()::say);
        session().say("");
        List<Map<String, Object>> examples = examples(bundle);
        session().say("");
        session().say(String.format(Locale.ROOT, "%.0f s. Next:", seconds));
        session()
                .say(
                        "  graft train YOUR.csv --out your.graft            columns text and label; see graft train --help");
        session()
                .say(
                        out.isPresent()
                                ? "  graft predict " + TrainOutcome.quoted(out.get())
                                        + " - --top 3         and type a message"
                                : "  graft demo --out shop.graft                      the same, and keep the model");
        session().say("  graft models                                     other pretrained networks");
        session().answer(json(rows, examples, seconds));
    }

    private List<Map<String, Object>> examples(Path bundle) throws IOException {
        List<Map<String, Object>> json = new ArrayList<>();
        try (Model model = Bundle.load(bundle, session().hub())) {
            Answer answer = new Answer(model.task(), 1, java.util.OptionalDouble.empty());
            List<Prediction> given =
                    model.predict(QUESTIONS.stream().map(Text::of).toList());
            for (int i = 0; i < given.size(); i++) {
                session()
                        .say("  \"" + QUESTIONS.get(i) + "\"  ->  "
                                + answer.line(given.get(i)).replace("\t", "  "));
                json.add(answer.json(QUESTIONS.get(i), given.get(i)));
            }
        }
        return json;
    }

    private static Map<String, Object> json(
            Map<String, Evaluation> rows, List<Map<String, Object>> examples, double seconds) {
        List<Map<String, Object>> table = new ArrayList<>();
        rows.forEach((name, evaluation) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("model", name);
            for (Metric metric : Tables.headlines(evaluation)) {
                row.put(metric.name(), evaluation.value(metric));
                row.put(
                        metric.name() + "Interval",
                        List.of(
                                evaluation.interval(metric).low(),
                                evaluation.interval(metric).high()));
            }
            table.add(row);
        });
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", table);
        json.put("predictions", examples);
        json.put("seconds", seconds);
        return json;
    }

    private static void discard(Path folder) {
        try {
            Storage.LOCAL.delete(folder);
        } catch (IOException e) {
            // among temporary files: the system sweeps them
        }
    }
}
