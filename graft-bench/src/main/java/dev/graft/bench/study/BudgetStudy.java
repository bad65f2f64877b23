package dev.graft.bench.study;

import dev.graft.base.Storage;
import dev.graft.cli.Graft;
import dev.graft.data.Data;
import dev.graft.data.Dataset;
import dev.graft.data.Parts;
import dev.graft.data.TableOptions;
import dev.graft.model.Model;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code graft train --budget} on twenty pairs of a task and a budget, each in a process of its own: how long the
 * process took, and whether its bundle answers an example of the test part. Arguments: {@code runs=N} to make only the first N; what was done
 * is kept in a file and not done again.
 */
public final class BudgetStudy {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double ALLOWED = 1.05;
    private static final double TRAIN_SHARE = 0.8; // as the command divides data
    private static final long SEED = 42;

    private static final List<Pair> PAIRS = List.of(
            text("sst2/train.tsv", "sentence", "label", "finetune", 15),
            photos("flowers.tar", "finetune", 30),
            text("trec/train.tsv", "question", "coarse", "probe", 15),
            photos("hymenoptera.tar", "last-2", 20),
            text("banking77/train.csv", "text", "category", "finetune", 90),
            text("sst2/train.tsv", "sentence", "label", "lora", 45),
            photos("flowers.tar", "probe", 15),
            text("trec/train.tsv", "question", "coarse", "auto", 60),
            photos("hymenoptera.tar", "auto", 60),
            text("sms_spam/train.tsv", "text", "label", "bitfit", 30),
            text("ag_news/train.csv", "description", "label", "hybrid", 30),
            photos("flowers.tar", "gradual", 90),
            text("ag_news/train.csv", "description", "label", "layerwise", 75),
            text("banking77/train.csv", "text", "category", "prototypes", 15),
            photos("cifar10.tar", "tip-adapter", 30),
            text("sms_spam/train.tsv", "text", "label", "scratch", 20),
            photos("hymenoptera.tar", "delta", 15),
            text("trec/train.tsv", "question", "coarse", "contrastive", 45),
            photos("cifar10.tar", "probe-finetune", 45),
            text("banking77/train.csv", "text", "category", "adapters", 60));

    private BudgetStudy() {}

    /** @param options beside the data, the strategy and the budget @param table the same, as far as they are of tables */
    private record Pair(String data, List<String> options, TableOptions table, String strategy, int budget) {
        String name() {
            return data + ", " + strategy + ", " + budget + " s";
        }
    }

    private static Pair text(String data, String text, String label, String strategy, int budget) {
        return new Pair(
                "text/" + data,
                List.of("--text-column", text, "--label-column", label),
                TableOptions.DEFAULTS.withTextColumn(text).withLabelColumn(label),
                strategy,
                budget);
    }

    private static Pair photos(String data, String strategy, int budget) {
        Path weights = StudyData.place().resolve("weights").resolve("mobilenet_v2-imagenet.safetensors");
        return new Pair(
                "vision/" + data,
                List.of("--backbone", "tf_mobilenet_v2", "--weights", weights.toString()),
                TableOptions.DEFAULTS,
                strategy,
                budget);
    }

    public static void main(String[] arguments) throws IOException {
        StudyOptions options = StudyOptions.parse(arguments, List.of(), Map.of("runs", PAIRS.size()));
        StudyRuns runs = StudyRuns.of("budgets");
        for (Pair pair : PAIRS.subList(0, options.number("runs"))) {
            runs.figures(pair.name(), () -> run(pair));
            write(runs);
        }
    }

    private static Map<String, Object> run(Pair pair) throws IOException {
        Path work = Files.createTempDirectory("graft-budget-study");
        try {
            Path out = work.resolve("bundle");
            Path said = work.resolve("said");
            long began = System.nanoTime();
            Process child = new ProcessBuilder(command(pair, out))
                    .redirectOutput(said.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            int exit = waited(child);
            double seconds = (System.nanoTime() - began) / 1e9;
            if (exit != 0) {
                return Map.of(StudyRuns.FAILED, "ended with " + exit, "took", seconds);
            }
            List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
            JsonNode json = JSON.readTree(lines.get(lines.size() - 1));
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("took", seconds);
            figures.put("strategy", json.path("strategy").asString());
            figures.put("steps", steps(json));
            figures.put("accuracy", json.path("accuracy").asDouble());
            figures.put("testExamples", json.path("examples").asInt());
            try (Model model = Model.load(out)) {
                figures.put("answer", model.predict(untrained(pair)).answer());
            }
            return figures;
        } finally {
            Storage.LOCAL.delete(work);
        }
    }

    /** An input of the test part: the data's own, else what the command keeps of them. */
    private static Object untrained(Pair pair) throws IOException {
        Parts<?> parts = Data.openParts(StudyData.folder().resolve(pair.data()), pair.table());
        Dataset<?> test = parts.test().isPresent()
                ? parts.test().get()
                : parts.train().split(TRAIN_SHARE, SEED).test();
        return test.get(0).input();
    }

    private static List<String> command(Pair pair, Path out) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Graft.class.getName(),
                "train",
                StudyData.folder().resolve(pair.data()).toString(),
                "--out",
                out.toString(),
                "--strategy",
                pair.strategy(),
                "--budget",
                pair.budget() + "s",
                "--no-cache",
                "--json"));
        command.addAll(pair.options());
        return command;
    }

    /** Steps that were made where the budget set them; else what the strategy wanted. */
    private static String steps(JsonNode json) {
        long planned = 0;
        long done = 0;
        for (JsonNode phase : json.path("extent").path("phases")) {
            planned += phase.path("steps").asLong();
            done += phase.path("done").asLong();
        }
        return planned == 0 ? "all" : done == planned ? Long.toString(done) : done + " of " + planned;
    }

    private static int waited(Process child) {
        try {
            return child.waitFor();
        } catch (InterruptedException e) {
            child.destroy();
            throw new IllegalStateException(e);
        }
    }

    private static void write(StudyRuns runs) throws IOException {
        StringBuilder table = new StringBuilder(
                "| data | asked for | budget | took | of the budget | given | steps | accuracy (test examples) |\n"
                        + "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        int made = 0;
        int held = 0;
        for (Pair pair : PAIRS) {
            Map<String, Object> figures = runs.known(pair.name());
            if (figures != null) {
                double took = DrawFigures.number(figures, "took");
                made++;
                held += took <= ALLOWED * pair.budget() ? 1 : 0;
                table.append(row(pair, took, figures));
            } else if (runs.failed(pair.name())) {
                made++;
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %d s | | | failed | | |%n",
                        pair.data(),
                        pair.strategy(),
                        pair.budget()));
            }
        }
        String text = String.format(
                Locale.ROOT,
                "`graft train --budget`, each run in a process of its own, from its start to its end, without kept"
                        + " features: **%d of %d within 105 %% and with a bundle that answers an example of the test part**. %d pairs are planned.%n%n%s",
                held,
                made,
                PAIRS.size(),
                table);
        Results.section(BudgetStudy.class, "budgets", "Budgets hold", text);
    }

    private static String row(Pair pair, double took, Map<String, Object> figures) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d s | %.1f s | %.0f %% | %s | %s | %.3f (%s) |%n",
                pair.data(),
                pair.strategy(),
                pair.budget(),
                took,
                100 * took / pair.budget(),
                figures.get("strategy"),
                figures.get("steps"),
                DrawFigures.number(figures, "accuracy"),
                figures.get("testExamples"));
    }
}
