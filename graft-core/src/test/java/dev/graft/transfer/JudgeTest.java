package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.TinyEncoder;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Labels;
import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.model.Head;
import dev.graft.model.HeadShape;
import dev.graft.model.OneLabel;
import dev.graft.testing.Messages;
import dev.graft.train.Averaging;
import dev.graft.train.Fit;
import dev.graft.train.Judge;
import dev.graft.train.Judged;
import dev.graft.train.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which epoch's weights a run ends with: the best where enough examples tell it, else the last. */
class JudgeTest {
    private static final int ENOUGH = 100;

    /** Five epochs, patience for two. */
    private static final Steps STEPS = new Steps(0.005, 5, 32, "adamw", 0.01, "constant", 0, 1, 1, 2, 2, 0.1);

    private static final Strategy TUNE = tuning(STEPS);
    private static final Strategy MIXED = new ProbeFineTune(1, 0, true, STEPS);

    @TempDir
    static Path home;

    private static Dataset<Text> messages;
    private final List<ByteBuffer> weights = new ArrayList<>(); // of the head, when each epoch was judged

    private static Strategy tuning(Steps steps) {
        return new FineTune(1, List.of(), steps);
    }

    @BeforeAll
    static void makesAnEncoder() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        messages = Messages.some(home, 4);
    }

    @Test
    void enoughExamplesChooseTheBestEpochAndEndTheRunWherePatienceIsOver() throws IOException {
        Ended ended = run(TUNE, ENOUGH, 0.5, 0.9, 0.6, 0.7);

        assertThat(ended.found)
                .containsEntry("bestEpoch", 2)
                .containsEntry("validation", 0.9)
                .containsEntry("epochs", 4);
        assertThat(ended.weights).isEqualTo(weights.get(1)).isNotEqualTo(weights.get(3));
    }

    @Test
    void fewerExamplesChooseNoneSoThatAllAreRunAndTheLastCounts() throws IOException {
        Ended ended = run(TUNE, ENOUGH - 1, 0.5, 0.9, 0.6, 0.7, 0.8);

        assertThat(ended.found)
                .doesNotContainKey("bestEpoch")
                .containsEntry("validation", 0.8)
                .containsEntry("epochs", 5);
        assertThat(ended.weights).isEqualTo(weights.get(4)).isNotEqualTo(weights.get(1));
    }

    @Test
    void whereTheLastWeightsAnswerWithNoNumberTheOnesBeforeAreTaken() throws IOException {
        Ended ended = run(TUNE, ENOUGH - 1, 0.5, 0.9, 0.6, 0.7, Double.NaN);

        assertThat(ended.found).containsEntry("validation", 0.7);
        assertThat(ended.weights).isEqualTo(weights.get(3));
    }

    @Test
    void theLastAverageIsTakenAsItWasJudged() throws IOException {
        Ended ended = run(tuning(STEPS.averaging(new Averaging(0, 0.6))), ENOUGH - 1, 0.5, 0.9, 0.6, 0.7, 0.8);

        assertThat(ended.weights).isEqualTo(weights.get(4));
    }

    /** A probe, four epochs as patience has it, and four mixtures, of which the second is three quarters of the way. */
    @Test
    void enoughExamplesChooseAMixture() throws IOException {
        Ended ended = run(MIXED, ENOUGH, 0.4, 0.5, 0.9, 0.6, 0.7, 0.91, 0.95, 0.92, 0.93);

        assertThat(ended.found).containsEntry("mix", 0.75).containsEntry("validation", 0.95);
        assertThat(ended.weights).isEqualTo(weights.get(6));
    }

    @Test
    void fewerGoAllOfTheWay() throws IOException {
        Ended ended = run(MIXED, ENOUGH - 1, 0.4, 0.5, 0.9, 0.6, 0.7, 0.8, 0.8);

        assertThat(ended.found)
                .containsEntry("mix", 1.0)
                .containsEntry("probeValidation", 0.4)
                .containsEntry("validation", 0.8);
        assertThat(ended.weights).isEqualTo(weights.get(5));
    }

    private record Ended(Map<String, Object> found, ByteBuffer weights) {}

    /** Of a judge that has so many examples and says these values, one after the other, and no more. */
    private Ended run(Strategy strategy, int examples, Double... values) throws IOException {
        List<Double> left = new ArrayList<>(List.of(values));
        OneLabel task = new OneLabel(Labels.of(messages));
        Engine.seed(5);
        try (Backbone body = Catalog.open(home.resolve("tiny").toString(), Hub.standard());
                Scope scope = Scope.open();
                Head head = task.head(body.width(), HeadShape.LINEAR)) {
            Judge judge = new Judge(
                    now -> {
                        weights.add(weights(head));
                        return left.remove(0);
                    },
                    examples);
            Map<String, PreparedSet> data = Map.of(Fit.LABELLED, PreparedSet.of(body.input(), messages));
            Fit fit = new Fit(body, head, task, data, Optional.of(judge), Settings.of(5));
            fit.run(strategy.plan(body.stages(), Facts.of(messages)));
            assertThat(left).isEmpty();
            assertThat(List.of(values))
                    .containsSequence(
                            fit.curve().stream().map(Judged::validation).toList());
            Map<String, Object> found = fit.found();
            found.put("epochs", fit.curve().size());
            return new Ended(found, weights(head));
        }
    }

    private static ByteBuffer weights(Head head) {
        List<ByteBuffer> all = new ArrayList<>();
        head.visitState("", (name, tensor) -> all.add(copy(tensor)));
        ByteBuffer joined =
                ByteBuffer.allocate(all.stream().mapToInt(ByteBuffer::remaining).sum());
        all.forEach(joined::put);
        return joined.flip();
    }

    private static ByteBuffer copy(Tensor tensor) {
        ByteBuffer bytes = tensor.bytes();
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
}
