package dev.graft.bench.study;

import dev.graft.bench.peers.ResultsPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** docs/pretrained.md of the repository that the study is run in. */
final class PretrainPage {
    private static final double LAB = 49.4;
    private static final double GOAL = 55;

    private PretrainPage() {}

    static void write(Path backbone, Map<String, Object> probes) throws IOException {
        JsonNode run = new KeptPretraining(backbone).run();
        String text = "# The embedded network for pictures\n\n" + summary(run) + goals(run, probes) + probes(probes)
                + curve(run) + recipe(run);
        new ResultsPage(Path.of("docs", "pretrained.md")).rewrite("pretrained", text);
    }

    private static String summary(JsonNode run) {
        return String.format(
                Locale.ROOT,
                "`%s`, trained from random weights on %,d pictures of Tiny ImageNet (64 x 64, %d classes; the first 400 of"
                        + " a class, coded again as JPEG) with seed %d; %,d of them drew the curve and chose the"
                        + " epoch, number %d, and the %d pixels at which whole pictures are read best by what has learned from"
                        + " crops of at most %d. On the %,d pictures of the original validation part, by which nothing"
                        + " was chosen: **%.2f %% top-1** (95 %% interval %.2f to %.2f %%). The lab had %.1f %% after"
                        + " 18 epochs: an earlier run, also in Java, of a network of this size on the same pictures. Made by"
                        + " `dev.graft.bench.study.PretrainStudy`; data fingerprint `%s`.%n%n",
                run.path("recipe").path("backbone").asString(),
                run.path("trainExamples").asInt(),
                run.path("classes").asInt(),
                run.path("seed").asInt(),
                run.path("validationExamples").asInt(),
                run.path("found").path("bestEpoch").asInt(),
                run.path("found").path("answeringSize").asInt(),
                run.path("recipe").path("input").path("size").asInt(),
                run.path("testExamples").asInt(),
                100 * run.path("accuracy").asDouble(),
                100 * run.path("accuracyInterval").path(0).asDouble(),
                100 * run.path("accuracyInterval").path(1).asDouble(),
                LAB,
                run.path("dataSha256").asString());
    }

    private static String goals(JsonNode run, Map<String, Object> probes) {
        StringBuilder text = new StringBuilder("What was aimed at:\n\n");
        double right = 100 * run.path("accuracy").asDouble();
        text.append(goal(String.format(Locale.ROOT, "%.0f %% top-1", GOAL), right, GOAL));
        for (PretrainProbes probe : PretrainProbes.values()) {
            Map<?, ?> own = (Map<?, ?>) probes.get(probe.name() + " pretrained");
            text.append(goal("the lab's probe on " + probe.title(), percent(own, "accuracy"), probe.lab()));
        }
        return text.append('\n').toString();
    }

    private static String goal(String what, double reached, double wanted) {
        return reached >= wanted
                ? "- " + what + ": yes\n"
                : String.format(Locale.ROOT, "- %s: **no**, %.2f points are wanting%n", what, wanted - reached);
    }

    private static String probes(Map<String, Object> probes) {
        StringBuilder text = new StringBuilder("## Linear probes on its features\n\nEach data set's own division; one"
                + " draw, seed 42; Wilson intervals of 95 %. The lab's probes were scikit-learn's.\n\n"
                + "| data | train | test | pretrained | interval | lab | random weights |\n"
                + "| --- | --- | --- | --- | --- | --- | --- |\n");
        for (PretrainProbes probe : PretrainProbes.values()) {
            Map<?, ?> own = (Map<?, ?>) probes.get(probe.name() + " pretrained");
            Map<?, ?> random = (Map<?, ?>) probes.get(probe.name() + " random");
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %.2f %% | %.2f to %.2f %% | %.1f %% | %.2f %% |%n",
                    probe.title(),
                    own.get("train"),
                    own.get("test"),
                    percent(own, "accuracy"),
                    percent(own, "low"),
                    percent(own, "high"),
                    probe.lab(),
                    percent(random, "accuracy")));
        }
        return text.append('\n').toString();
    }

    private static double percent(Map<?, ?> figures, String name) {
        return 100 * ((Number) figures.get(name)).doubleValue();
    }

    private static String curve(JsonNode run) {
        StringBuilder text = new StringBuilder(
                "## Curve\n\n| epoch | running loss | validation accuracy of the average |\n| --- | --- | --- |\n");
        for (JsonNode epoch : run.path("curve")) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | %.4f | %.4f |%n",
                    epoch.path("epoch").asInt(),
                    epoch.path("loss").asDouble(),
                    epoch.path("validation").asDouble()));
        }
        return text.append('\n').toString();
    }

    /** As users would say it, and as Graft itself wrote it down. */
    private static String recipe(JsonNode run) {
        JsonNode recipe = run.path("recipe");
        JsonNode input = recipe.path("input");
        String command = String.format(
                Locale.ROOT,
                "graft pretrain TINY-IMAGENET --architecture %s --out BACKBONE --epochs %d --from-size %d --size %d"
                        + " --augment %s --label-smoothing %s --valid %s --seed %d --threads %d --half",
                recipe.path("backbone").asString(),
                recipe.path("strategy").path("steps").path("epochs").asInt(),
                input.path("from").asInt(),
                input.path("size").asInt(),
                input.path("augment").asString(),
                recipe.path("task").path("smoothing").asString(),
                recipe.path("valid").asString(),
                recipe.path("seed").asInt(),
                recipe.path("threads").asInt());
        return "## Recipe\n\nWith the pictures in folders `train` and `test`:\n\n```\n" + command
                + "\n```\n\nAs it was recorded:\n\n```json\n" + recipe.toPrettyString() + "\n```\n";
    }
}
