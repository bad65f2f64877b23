package dev.graft.recipe;

import dev.graft.metric.Interval;
import dev.graft.metric.Metric;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.model.Provenance;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The README of a bundle with several outputs. */
final class MultiTaskCard {
    private MultiTaskCard() {}

    static byte[] of(Model model, MultiTaskJob.Result result) {
        Provenance from = model.provenance();
        CardWords words = CardWords.of(model, Bundle.Holds.NOTHING); // it shows no Python
        StringBuilder card =
                new StringBuilder("---\nlibrary_name: " + words.library() + "\ntags: [graft, multi-task]\n---\n\n# ");
        card.append(String.join(", ", result.outputs().keySet()))
                .append(", by ")
                .append(from.backbone())
                .append("\n\nA model that reads ")
                .append(words.reads())
                .append(" and answers ")
                .append(result.outputs().size())
                .append(" questions by one network. It was trained with Graft ")
                .append(from.version())
                .append(" by the strategy `")
                .append(result.recipe().shared().strategy().name())
                .append("` on ")
                .append(from.examples())
                .append(" examples, from `")
                .append(from.backbone())
                .append("` (SHA-256 ")
                .append(from.backboneSha256())
                .append(
                        ").\n\n## How well\n\nOn examples that it was not trained on, nothing having been chosen by them:\n\n");
        card.append(
                "| output | examples | metric | value | 95 % interval | majority |\n| --- | --- | --- | --- | --- | --- |\n");
        result.outputs().forEach((name, learned) -> card.append(line(name, learned)));
        card.append("\n## In Java\n\n```java\ntry (Model model = Model.load(Path.of(\"this-folder\"))) {\n");
        card.append("    System.out.println(model.answering(\"")
                .append(result.outputs().keySet().iterator().next())
                .append("\").predict(")
                .append(words.input())
                .append(").answer());\n}\n```\n");
        return card.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String name, MultiTaskJob.Learned learned) {
        Metric metric = learned.evaluation().main();
        Interval interval = learned.evaluation().interval(metric);
        String known =
                interval.isKnown() ? String.format(Locale.ROOT, "%.4f to %.4f", interval.low(), interval.high()) : "";
        double majority = learned.baselines().values().iterator().next().value(metric);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %.4f | %s | %.4f |%n",
                name,
                learned.evaluation().examples(),
                metric.name(),
                learned.evaluation().value(metric),
                known,
                majority);
    }
}
