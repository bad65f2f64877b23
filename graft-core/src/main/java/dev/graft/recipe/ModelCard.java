package dev.graft.recipe;

import dev.graft.metric.Interval;
import dev.graft.metric.Metric;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.model.Provenance;
import dev.graft.model.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The README of a bundle: what the model does, how well, what it was made of, and how to load it in Python. */
final class ModelCard {
    private ModelCard() {}

    static byte[] of(Model model, TrainResult result, Bundle.Holds holds) {
        Provenance from = model.provenance();
        StringBuilder card = new StringBuilder();
        CardWords words = CardWords.of(model, holds);
        card.append("---\nlibrary_name: ")
                .append(words.library())
                .append("\ntags: [graft, ")
                .append(words.tag())
                .append("]\n");
        if (!from.backboneLicence().isEmpty()) {
            card.append("license: ")
                    .append(from.backboneLicence().toLowerCase(Locale.ROOT))
                    .append('\n');
        }
        card.append("---\n\n# ")
                .append(plain(result.recipe().withoutPaths().data()))
                .append(", by ")
                .append(from.backbone());
        card.append("\n\n")
                .append(about(model.task(), words.reads()))
                .append(" It was trained with Graft ")
                .append(from.version());
        card.append(" by the strategy `")
                .append(result.strategy())
                .append("` on ")
                .append(from.examples());
        card.append(" examples, from `")
                .append(from.backbone())
                .append("` (SHA-256 ")
                .append(from.backboneSha256());
        card.append(").\n\n## How well\n\nOn ").append(result.evaluation().examples());
        card.append(
                result.recipe().refit()
                        ? " examples that a model trained alike had not seen; this one then learned from them too:\n\n"
                        : " examples that it was not trained on, nothing having been chosen by them:\n\n");
        card.append("| metric | value | 95 % interval |\n| --- | --- | --- |\n");
        for (Metric metric : model.task().metrics()) {
            Interval interval = result.evaluation().intervals().get(metric.name());
            if (interval != null) {
                card.append(String.format(
                        Locale.ROOT,
                        "| %s | %.4f | %s |%n",
                        metric.name(),
                        result.evaluation().value(metric),
                        interval.isKnown()
                                ? String.format(Locale.ROOT, "%.4f to %.4f", interval.low(), interval.high())
                                : ""));
            }
        }
        result.baselines()
                .forEach((name, baseline) -> card.append(String.format(
                        Locale.ROOT,
                        "%nBaseline `%s`: %s %.4f.",
                        name,
                        baseline.main().name(),
                        baseline.value(baseline.main()))));
        card.append("\n\n## In Java\n\n```java\ntry (Model model = Model.load(Path.of(\"this-folder\"))) {\n");
        card.append("    System.out.println(model.predict(")
                .append(words.input())
                .append(").answer());\n}\n```\n");
        card.append("\n## In Python\n\n```python\n").append(words.python()).append("```\n");
        return card.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String about(Task task, String reads) {
        List<String> classes = task.classes();
        if (classes.isEmpty()) {
            return "A model that reads " + reads + " and gives a number.";
        }
        String few = String.join(
                ", ", classes.stream().limit(20).map(c -> "`" + plain(c) + "`").toList());
        return "A model that reads " + reads + " and says which of " + classes.size() + " labels fit: " + few
                + (classes.size() > 20 ? " and more." : ".");
    }

    private static String plain(String text) {
        return text.replaceAll("[`|<>\\r\\n]", " ");
    }
}
