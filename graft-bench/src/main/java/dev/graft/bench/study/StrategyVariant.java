package dev.graft.bench.study;

import dev.graft.base.Storage;
import dev.graft.data.Dataset;
import dev.graft.data.FewShot;
import dev.graft.data.Modality;
import dev.graft.data.Split;
import dev.graft.model.Model;
import dev.graft.transfer.Fitted;
import dev.graft.transfer.MultiTask;
import dev.graft.transfer.Prior;
import dev.graft.transfer.Soup;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What is put on top of strategies of the catalogue: how weights end, several runs, a teacher, a second task. */
enum StrategyVariant {
    EMA(
            "`finetune` that ends with the moving average of its weights (`--set average=0.99`)",
            "where the last steps are restless: small batches, high rates") {
        @Override
        Fitted fit(Transfer from, Modality modality, Dataset<?> train, long seed) throws IOException {
            return by(from, "finetune", modality, "average=0.99").fit(train, Optional.empty(), seed);
        }
    },
    SWA(
            "`finetune` at a constant rate that ends with the mean over its last quarter (`--set averageLast=0.25`)",
            "as `ema`, in long trainings") {
        @Override
        Fitted fit(Transfer from, Modality modality, Dataset<?> train, long seed) throws IOException {
            return by(from, "finetune", modality, "averageLast=0.25", "schedule=constant")
                    .fit(train, Optional.empty(), seed);
        }
    },
    WISE_FT(
            "`probe-finetune` that ends half way from the probe (`--set mix=0.5`)",
            "where inputs later will be unlike those of the training part") {
        @Override
        Fitted fit(Transfer from, Modality modality, Dataset<?> train, long seed) throws IOException {
            return by(from, PROBE_FINETUNE, modality, "mix=0.5").fit(train, Optional.empty(), seed);
        }
    },
    SOUP("the mean of three runs of `probe-finetune` (`--soup uniform-3`)", "where training thrice is no matter") {
        @Override
        Fitted fit(Transfer from, Modality modality, Dataset<?> train, long seed) throws IOException {
            return new Soup(3, false).fit(by(from, PROBE_FINETUNE, modality), train, Optional.empty(), seed);
        }
    },
    GREEDY_SOUP(
            "the mean of those of three runs that help, on a fifth of the examples that is held back for it (`--soup 3 --valid 0.2`)",
            "as `soup`, where examples to judge by can be spared") {
        @Override
        Fitted fit(Transfer from, Modality modality, Dataset<?> train, long seed) throws IOException {
            Split<?> parts = train.split(0.8, seed);
            return new Soup(3, true)
                    .fit(by(from, PROBE_FINETUNE, modality), parts.train(), Optional.of(parts.test()), seed);
        }
    },
    DISTIL(
            "all layers, from the answers of a `probe-finetune` of the same data: for texts of bge-small-en-v1.5, which has"
                    + " twice the layers, for pictures of the same network",
            "a small network where a larger model has been fitted already") {
        @Override
        Fitted fit(Transfer from, Modality modality, Dataset<?> train, long seed) throws IOException {
            Path folder = Files.createTempDirectory("graft-teacher-");
            try {
                Path bundle = folder.resolve("teacher");
                try (Model teacher =
                        by(teacher(from, modality), PROBE_FINETUNE, modality).fit(train, seed)) {
                    teacher.save(bundle);
                }
                return by(from, "distil", modality)
                        .prior(Prior.NONE.teacher(Optional.of(bundle.toString())))
                        .fit(train, Optional.empty(), seed);
            } finally {
                Storage.LOCAL.delete(folder);
            }
        }
    },
    MULTI_TASK(
            "`finetune` of one body with a head for a second task of the same kind (`graft multitask`)",
            "several tasks over inputs of one kind, to be answered by one network") {
        @Override
        Fitted fit(Transfer from, Modality modality, Dataset<?> train, long seed) throws IOException {
            Map<String, Dataset<?>> data = new LinkedHashMap<>();
            data.put("own", train);
            data.put(SECOND, second(modality, seed));
            Model both = MultiTask.by(by(from, "finetune", modality)).fit(data, seed);
            both.outputs().get(SECOND).head().close();
            Model own = both.answering("own");
            long all = parameters(own);
            return new Fitted(own, all, all, 0, Map.of(), List.of(), List.of(), 0, 0, 0);
        }
    };

    private static final String PROBE_FINETUNE = "probe-finetune";
    private static final String SECOND = "second";
    private static final int SECOND_SIZE = 32; // of each class

    private final String title;
    private final String when;

    StrategyVariant(String title, String when) {
        this.title = title;
        this.when = when;
    }

    abstract Fitted fit(Transfer from, Modality modality, Dataset<?> train, long seed) throws IOException;

    static Optional<StrategyVariant> of(String label) {
        return Arrays.stream(values())
                .filter(variant -> variant.label().equals(label))
                .findFirst();
    }

    /** As a strategy's name is written. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    String when() {
        return when;
    }

    private static Transfer by(Transfer from, String name, Modality modality, String... settings) {
        Strategy strategy = Strategies.named(name, modality);
        for (String setting : settings) {
            String[] part = setting.split("=", 2);
            strategy = strategy.with(part[0], part[1]);
        }
        return from.by(strategy);
    }

    private static Transfer teacher(Transfer from, Modality modality) {
        return modality == Modality.TEXT ? Transfer.from("bge-small-en-v1.5").run(from.run()) : from;
    }

    /** Sentences of films beside questions, ants and bees beside flowers. */
    private static Dataset<?> second(Modality modality, long seed) throws IOException {
        Dataset<?> all = modality == Modality.TEXT ? StudyData.SST2.train() : ImageStudyData.HYMENOPTERA.train();
        return FewShot.draws(all, SECOND_SIZE, 1, seed).get(0);
    }

    private static long parameters(Model model) {
        AtomicLong count = new AtomicLong();
        for (int stage = 0; stage < model.body().stages().count(); stage++) {
            model.body().stage(stage).visit("", (name, tensor) -> count.addAndGet(tensor.count()));
        }
        model.output().head().visit("", (name, tensor) -> count.addAndGet(tensor.count()));
        return count.get();
    }
}
