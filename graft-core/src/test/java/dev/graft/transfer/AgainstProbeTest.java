package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Features;
import dev.graft.backbone.TinyEncoder;
import dev.graft.data.Dataset;
import dev.graft.data.Modality;
import dev.graft.data.Split;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.evaluate.Evaluation;
import dev.graft.hub.Hub;
import dev.graft.metric.Accuracy;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
import dev.graft.train.Deadline;
import dev.graft.train.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a strategy that the user names is told beside the probe. */
class AgainstProbeTest {
    private static final long SEED = 5;

    /** A step so small that nothing is learned. */
    private static final Strategy IDLE =
            new FineTune(0, List.of(), new Steps(1e-12, 1, 32, "adamw", 0, "linear", 0.1, 1, 1, 1, 1, 0));

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
    }

    private Transfer transfer(Strategy strategy) {
        Features.Keep keep = new Features.Keep(Optional.of(temp.resolve("features")), 1 << 30);
        return Transfer.from(home.resolve("tiny").toString())
                .by(strategy)
                .run(new Transfer.Run(
                        Hub.standard(), Optional.of(Precision.FP32), keep, Optional.empty(), false, Progress.SILENT));
    }

    private Optional<String> said(Strategy strategy, Dataset<Text> train, Optional<Dataset<?>> valid, Deadline end)
            throws IOException {
        Transfer transfer = transfer(strategy);
        Fitted fitted = transfer.fit(train, valid, SEED);
        try (Model model = fitted.model()) {
            return new AgainstProbe(transfer, train, valid, SEED).said(fitted, end, 10);
        }
    }

    @Test
    void comparesWithTheProbeOfTheSamePartsWhoseFeaturesStayKnown() throws IOException {
        Dataset<Text> all = Messages.all(home);

        String said = said(IDLE, all, Optional.empty(), Deadline.NEVER).orElseThrow();

        Split<Text> parts = all.split(0.9, SEED);
        Fitted probe = transfer(LinearProbe.DEFAULTS).fit(parts.train(), Optional.empty(), SEED);
        try (Model model = probe.model()) {
            assertThat(probe.cacheHits()).isEqualTo(parts.train().size());
            double value = Evaluation.of(model, parts.test()).value(new Accuracy());
            assertThat(said)
                    .contains(String.format(
                            Locale.ROOT,
                            "the probe %.4f, on %d examples)",
                            value,
                            parts.test().size()));
        }
    }

    @Test
    void isSilentWhereTheStrategyIsBetter() throws IOException {
        Steps many = new Steps(0.005, 12, 16, "adamw", 0.01, "linear", 0.1, 1, 1, 12, 2, 0);
        Dataset<Text> train = Messages.some(home, 2);
        Optional<Dataset<?>> itself =
                Optional.of(train); // which so many steps learn by heart, and no probe of this does

        assertThat(said(new FineTune(0, List.of(), many), train, itself, Deadline.NEVER))
                .isEmpty();
    }

    @Test
    void saysWhereNothingWasHeldBackAndWhereNoTimeIsLeft() throws IOException {
        Dataset<Text> few = Messages.some(home, 4);
        assertThat(said(IDLE, few, Optional.empty(), Deadline.NEVER).orElseThrow())
                .startsWith("no examples were held back to compare this with the probe by: give --valid");
        assertThat(said(IDLE, few, Optional.of(few), new Deadline(() -> 0, 9_999_999_999L)))
                .hasValue("the budget left no time to compare this with the probe");
    }

    /** Of several tasks each is compared with a probe of its own, by its own examples. */
    @Test
    void comparesEachOfSeveralTasks() throws IOException {
        Dataset<Text> many = Messages.all(home);
        Dataset<Text> few = Messages.some(home, 4);
        Transfer transfer = transfer(IDLE);
        Map<String, Dataset<Text>> data = new LinkedHashMap<>();
        data.put("many", many);
        data.put("few", few);

        Fitted fitted = MultiTask.by(transfer).fit(data, Map.of(), SEED);

        try (Model model = fitted.model()) {
            assertThat(ofSeveral(transfer, many, Optional.empty(), model.answering("many"), fitted))
                    .hasValue(said(IDLE, many, Optional.empty(), Deadline.NEVER)
                            .orElseThrow()
                            .replaceFirst("accuracy [0-9.]+", "accuracy " + accuracy(model.answering("many"), many))
                            .replace("--strategy auto", "'graft train --strategy auto' for many alone"));
            assertThat(ofSeveral(transfer, few, Optional.empty(), model.answering("few"), fitted)
                            .orElseThrow())
                    .startsWith(
                            "no examples were held back to compare this with the probe by: give --valid few=DATA, or");
            assertThat(ofSeveral(transfer, few, Optional.of(few), model.answering("few"), fitted)
                            .orElseThrow())
                    .startsWith("on the validation part this is no better than the probe of");
        }
    }

    private static Optional<String> ofSeveral(
            Transfer transfer, Dataset<Text> train, Optional<Dataset<?>> valid, Model answering, Fitted fitted)
            throws IOException {
        int judging = fitted.validation() > 0 ? MultiTask.judging(train.size(), valid) : 0;
        return new AgainstProbe(transfer, train, valid, SEED).ofSeveral(answering, judging, Deadline.NEVER, 10);
    }

    /** On what is held back of a task's data. */
    private static String accuracy(Model answering, Dataset<Text> all) throws IOException {
        double value = Evaluation.of(answering, all.split(0.9, SEED).test()).value(new Accuracy());
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** At rates of nothing none is better than the probe; what trains no more than a head is not compared. */
    static List<Strategy> strategies() {
        return Strategies.all(Modality.TEXT).stream()
                .filter(strategy -> !strategy.needsTeacher())
                .map(strategy -> idle(strategy, "epochs", "1"))
                .map(strategy -> idle(strategy, "pairs", "1"))
                .map(strategy -> idle(strategy, "rate", "1e-12"))
                .toList();
    }

    private static Strategy idle(Strategy strategy, String component, String value) {
        return strategy.settings().containsKey(component) ? strategy.with(component, value) : strategy;
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void concernsEveryStrategyThatTrainsMoreThanAHeadOfAPretrainedNetwork(Strategy strategy) throws IOException {
        Dataset<Text> few = Messages.some(home, 4);
        boolean heads = List.of("probe", "prototypes", "tip-adapter", "hybrid").contains(strategy.name());

        Optional<String> said = said(strategy, few, Optional.of(few), Deadline.NEVER);

        if (heads || strategy.fresh()) {
            assertThat(said).isEmpty();
        } else {
            assertThat(said.orElseThrow()).startsWith("on the validation part this is no better than the probe of");
        }
    }
}
