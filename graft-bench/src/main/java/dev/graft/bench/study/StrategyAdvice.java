package dev.graft.bench.study;

import dev.graft.data.Modality;
import dev.graft.transfer.Strategies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What each strategy does, in its own words, and when to use it. */
final class StrategyAdvice {
    private static final String AUTO =
            "`probe-finetune`, from 1,000 examples on mixed with what it began with, kept only where held-out examples"
                    + " or folds find it better than the probe; of few short texts `contrastive` in its place";

    private static final Map<String, String> WHEN = Map.ofEntries(
            Map.entry(TimedFit.AUTO, "always, if there is time: it is what you get without `--strategy`"),
            Map.entry("probe", "first of all, to see what a task is worth; where seconds count"),
            Map.entry("finetune", "from some hundred examples on, where the task is unlike what the network learned"),
            Map.entry("last-2", "in place of `finetune` where time is short: the frozen stages run once"),
            Map.entry("gradual", "where `finetune` forgets too much, as with few texts of another kind"),
            Map.entry("layerwise", "as `gradual`, in one phase; for deep encoders"),
            Map.entry("probe-finetune", "as `finetune`, where inputs later will be unlike those of the training part"),
            Map.entry("contrastive", "4 to 64 labelled texts a class of topics or intents"),
            Map.entry("prototypes", "one to five examples a class, or classes that come and go"),
            Map.entry("tip-adapter", "few examples a class that differ much among themselves; the model keeps them"),
            Map.entry("hybrid", "long texts, and tasks where single words tell"),
            Map.entry("scratch", "never to ship: it shows what the pretraining brings"),
            Map.entry(
                    "bitfit",
                    "many small bundles of one base that is known by name: each keeps only the few numbers that changed,"
                            + " and is loaded by itself"),
            Map.entry("norms", "as `bitfit`, for pictures of another kind than the network learned"),
            Map.entry(
                    "lora",
                    "many tasks over one base, switched per request, with some hundred examples each; little memory to train in"),
            Map.entry("dora", "as `lora`, where it stays behind `finetune`; slower"),
            Map.entry("ia3", "the smallest files over one base"),
            Map.entry("adapters", "as `lora`, where there are fewer examples, or some speed may be lost"),
            Map.entry("prefix", "where the layers themselves must not be touched"),
            Map.entry("prompt", "where not even keys and values may be touched, and the smallest file counts"),
            Map.entry("l2sp", "few examples of a task near to what the network learned"),
            Map.entry("delta", "as `l2sp`, for pictures"),
            Map.entry("bss", "few examples of a task far from what the network learned"),
            Map.entry("mixout", "large encoders of texts whose fine-tuning fails with some seeds"),
            Map.entry("stochnorm", "few pictures, networks with batch norms"));

    private StrategyAdvice() {}

    static String text() {
        Map<String, String> does = new LinkedHashMap<>();
        does.put(TimedFit.AUTO, AUTO);
        Stream.of(Modality.TEXT, Modality.IMAGE)
                .map(Strategies::all)
                .flatMap(List::stream)
                .forEach(strategy -> does.putIfAbsent(strategy.name(), strategy.title()));
        StringBuilder text = new StringBuilder("""
                ## Which one

                When to use one is what its paper and its costs say; whether it did so here, the tables below. The last \
                rows are put on top of another: options of `graft train` and not names of strategies, but for `distil`, \
                which takes any fitted model for a teacher.

                | strategy | what learns | when to use it |
                | --- | --- | --- |
                """);
        does.forEach((name, title) -> {
            if (StrategyVariant.of(name).isEmpty()) {
                text.append(row(name, title, WHEN.getOrDefault(name, "")));
            }
        });
        for (StrategyVariant variant : StrategyVariant.values()) {
            text.append(row(variant.label(), variant.title(), variant.when()));
        }
        return text.append("\n").toString();
    }

    private static String row(String name, String title, String when) {
        return "| `" + name + "` | " + title + " | " + when + " |\n";
    }
}
