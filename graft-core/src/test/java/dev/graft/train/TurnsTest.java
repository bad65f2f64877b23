package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.TinyEncoder;
import dev.graft.backbone.TransformerEncoder;
import dev.graft.data.Loader;
import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.model.NumberTask;
import dev.graft.model.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose turn it is among several datasets, and how their losses are weighed. */
class TurnsTest {
    private static final int BATCH = 10;

    private static Map<String, Loader> loaders(int... sizes) throws IOException {
        Map<String, Loader> loaders = new LinkedHashMap<>();
        try (TransformerEncoder encoder = TinyEncoder.bert(1)) {
            for (int size : sizes) {
                List<Text> texts = Collections.nCopies(size, Text.of("a text"));
                loaders.put("of " + size, new Loader(PreparedSet.of(encoder.input(), texts), BATCH, 7));
            }
        }
        return loaders;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 10, 40", // as the sizes, 100 and 400
        "0.5, 17, 33", // 10 to 20 of 50: 16.67 and 33.33
        "0, 25, 25", // alike
    })
    void shareOfTheStepsIsInProportionToAPowerOfTheSize(double power, int small, int large) throws IOException {
        Turns mixture = new Turns(loaders(100, 400), power, 3);
        for (int epoch = 0; epoch < 3; epoch++) {
            int[] turns = new int[2];
            for (int step = 0; step < mixture.batches(); step++) {
                turns[mixture.at(epoch, step).stream().equals("of 100") ? 0 : 1]++;
            }
            assertThat(turns).containsExactly(small, large);
        }
    }

    @Test
    void remaindersAddUpAndEveryStreamHasATurn() {
        assertThat(Turns.turns(new double[] {10, 20}, 25)).containsExactly(8, 17);
        assertThat(Turns.turns(new double[] {100, 400}, 25)).containsExactly(5, 20);
        assertThat(Turns.turns(new double[] {1, 1e6, 1e6}, 11)).containsExactly(1, 5, 5);
        assertThat(Turns.turns(new double[] {1, 1, 1e9}, 3)).containsExactly(1, 1, 1);
    }

    @Test
    void aloneAStreamIsReadAsEver() throws IOException {
        Turns mixture = new Turns(loaders(75), 0.5, 3);
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int step = 0; step < 8; step++) {
                assertThat(mixture.at(epoch, step)).isEqualTo(new Turns.Turn("of 75", epoch, step));
            }
        }
    }

    @Test
    void noBatchIsSeenTwiceBeforeAllOthersOfItsStreamWere() throws IOException {
        Turns mixture = new Turns(loaders(30, 95), 0.3, 3);
        Map<String, List<Turns.Turn>> seen = new HashMap<>();
        List<String> first = new ArrayList<>();
        for (int epoch = 0; epoch < 5; epoch++) {
            for (int step = 0; step < mixture.batches(); step++) {
                Turns.Turn turn = mixture.at(epoch, step);
                seen.computeIfAbsent(turn.stream(), name -> new ArrayList<>()).add(turn);
                if (epoch < 2) {
                    first.add(turn.stream());
                }
            }
        }
        seen.forEach((name, turns) -> {
            int batches = name.equals("of 30") ? 3 : 10;
            for (int i = 0; i < turns.size(); i++) {
                assertThat(turns.get(i)).isEqualTo(new Turns.Turn(name, i / batches, i % batches));
            }
        });
        int each = mixture.batches();
        assertThat(first.subList(0, each)).isNotEqualTo(first.subList(each, 2 * each)); // shuffled anew
        assertThat(mixture.at(4, 3)).isEqualTo(new Turns(loaders(30, 95), 0.3, 3).at(4, 3)); // whatever came before
    }

    private static Step step(String stream) {
        return new Step(stream, Map.of(), Map.of(), Map.of(), Map.of(), Taps.NONE, 0);
    }

    @Test
    void uncertaintyWeighsByTheVarianceAndPaysForIt() {
        Task label = Problems.classes(2);
        try (Scope scope = Scope.open();
                TaskUncertainty term = new TaskUncertainty(Map.of("label", label, "number", new NumberTask(0, 1)))) {
            Tensor loss = Tensor.of(new float[] {2}, 1).sum();
            assertThat(term.own(loss, step("label")).value()).isEqualTo(2);
            assertThat(term.own(loss, step("number")).value()).isEqualTo(1);
            assertThat(term.of(step("label")).value()).isZero();

            term.parameters().values().forEach(s -> s.copyInPlace(Tensor.ones().mul(Math.log(4))));
            term.parameters().values().forEach(s -> s.requiresGrad(true));
            Tensor label4 = term.own(loss, step("label")).add(term.of(step("label")));
            label4.backward();

            assertThat(label4.value()).isCloseTo(2.0 / 4 + Math.log(4) / 2, within(1e-6));
            assertThat(term.own(loss, step("number")).value()).isCloseTo(0.25, within(1e-6));
            Tensor s = term.parameters().get("logVariance.label");
            assertThat(s.gradient().value()).isCloseTo(-2.0 / 4 + 0.5, within(1e-6));
            assertThat(term.parameters().get("logVariance.number").hasGradient())
                    .isFalse();
            s.clearGradient();
        }
    }

    @Test
    void factorsByHandAreOneWhereNoneIsSaid() {
        try (Scope scope = Scope.open()) {
            TaskWeights term = new TaskWeights(Map.of("a", 3.0));
            assertThat(term.own(Tensor.ones(), step("a")).value()).isEqualTo(3);
            assertThat(term.own(Tensor.ones(), step("b")).value()).isEqualTo(1);
        }
    }
}
