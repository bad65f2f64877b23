package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.Chance;
import dev.graft.engine.Engine;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.BatchNorm2d;
import dev.graft.nn.Flow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each summand of the loss and each noise is, by hand. */
class TermsTest {
    private Scope scope;

    @BeforeEach
    void opens() {
        scope = Scope.open();
    }

    @AfterEach
    void closes() {
        scope.close();
    }

    private static Step step(Map<String, Tensor> parameters, Map<String, Tensor> start) {
        return new Step(Map.of(), Map.of(), parameters, start, 0);
    }

    @Test
    void towardsStartIsHalfOfEachSquaredDistanceAndItsGradientIsAddedToTheBatchs() {
        Map<String, Tensor> now = Map.of(
                "layer.weight", Tensor.of(new float[] {1, 2}, 1, 2).requiresGrad(true),
                "head.output.bias", Tensor.of(new float[] {3}, 1).requiresGrad(true));
        Map<String, Tensor> start = Map.of(
                "layer.weight", Tensor.of(new float[] {0, 4}, 1, 2),
                "head.output.bias", Tensor.of(new float[] {9}, 1));
        TowardsStart term = new TowardsStart(0.5, 0.1);
        // 0.5 / 2 (1 + 4) + 0.1 / 2 * 9, and 0.5 (1, -2), 0.1 * 3
        assertThat(term.of(step(now, start)).value()).isCloseTo(1.7, within(1e-6));

        now.get("layer.weight").gradient(Tensor.of(new float[] {10, 10}, 1, 2));
        assertThat(term.pull(now, start)).isCloseTo(1.7, within(1e-6));

        assertThat(now.get("layer.weight").gradient().toFloats()).containsExactly(10.5f, 9f);
        assertThat(now.get("head.output.bias").gradient().toFloats())
                .containsExactly(new float[] {0.3f}, within(1e-7f));
        now.values().forEach(Tensor::clearGradient);
    }

    @Test
    void towardsStartPullsByTheGradientOfItsValue() {
        Engine.seed(1);
        Map<String, Tensor> now = Map.of(
                "a.weight",
                Tensor.normal(5, 3).requiresGrad(true),
                "head.b",
                Tensor.normal(7).requiresGrad(true));
        Map<String, Tensor> start = Map.of("a.weight", Tensor.normal(5, 3), "head.b", Tensor.normal(7));
        TowardsStart term = new TowardsStart(0.3, 0.7);
        List<Tensor> both = List.of(now.get("a.weight"), now.get("head.b"));
        var wanted = term.of(step(now, start)).gradients(both);

        term.pull(now, start);

        for (int i = 0; i < 2; i++) {
            assertThat(both.get(i).gradient().toFloats())
                    .containsExactly(wanted.get(i).get().toFloats(), within(1e-6f));
            both.get(i).clearGradient();
        }
    }

    private static Step tapped(Flow now, Flow start) {
        Taps taps = new Taps(Map.of("stage", now), Map.of("stage", start));
        return new Step(Fit.LABELLED, Map.of(), Map.of(), Map.of(), Map.of(), taps, 0);
    }

    @Test
    void likeStartAveragesOverPlacesAndSumsOverChannels() {
        Tensor now = Tensor.of(new float[] {1, 2, 3, 4, 0, 0, 0, 0}, 2, 2, 1, 2);
        Tensor start = Tensor.of(new float[] {0, 0, 0, 0, 0, 0, 0, 2}, 2, 2, 1, 2);
        // channels of 2 places: (1 + 4) / 2 + (9 + 16) / 2 = 15 and 4 / 2 = 2; their mean 8.5, half of it 4.25
        Tensor value = new LikeStart(2).of(tapped(Flow.of(Flow.MAP, now), Flow.of(Flow.MAP, start)));
        assertThat(value.value()).isCloseTo(2 * 4.25, within(1e-6));
    }

    @Test
    void likeStartLeavesPaddingOut() {
        Tensor mask = Tensor.of(new float[] {1, 1, 1, 0}, 2, 2);
        Flow now = Flow.of(Flow.HIDDEN, Tensor.of(new float[] {1, 1, 2, 0, 0, 3, 9, 9}, 2, 2, 2))
                .with(Flow.MASK, mask);
        Flow start = Flow.of(Flow.HIDDEN, Tensor.zeros(2, 2, 2));
        // tokens (1 + 1 + 4) / 2 = 3 and 9 / 1 = 9; their mean 6, half of it 3
        assertThat(new LikeStart(1).of(tapped(now, start)).value()).isCloseTo(3, within(1e-6));
    }

    private static Tensor spectrum(int smallest, Tensor features) {
        Map<String, Flow> outputs = Map.of(Fit.LABELLED, Flow.of(Flow.POOLED, features));
        return new SmallSpectrum(smallest, 0.5).of(new Step(Map.of(), outputs, Map.of(), Map.of(), 0));
    }

    @Test
    void smallSpectrumIsTheSmallestSquaredSingularValues() {
        Tensor tall = Tensor.of(new float[] {3, 0, 0, 4, 0, 0}, 3, 2).requiresGrad(true); // 3 and 4
        assertThat(spectrum(1, tall).value()).isCloseTo(0.5 * 9, within(1e-6));
        assertThat(spectrum(2, tall).value()).isCloseTo(0.5 * 25, within(1e-6));
        assertThat(spectrum(9, tall).value()).isCloseTo(0.5 * 25, within(1e-6));

        spectrum(1, tall).backward(); // 2 * 3 where its vectors stand
        assertThat(tall.gradient().toFloats()).containsExactly(new float[] {3, 0, 0, 0, 0, 0}, within(1e-6f));

        Tensor turned = Tensor.of(new float[] {2, 2, 0, 1, -1, 0}, 2, 3).requiresGrad(true); // rows of squares 8 and 2
        Tensor value = spectrum(1, turned);
        value.backward();
        assertThat(value.value()).isCloseTo(0.5 * 2, within(1e-6));
        assertThat(turned.gradient().toFloats()).containsExactly(new float[] {0, 0, 0, 1, -1, 0}, within(1e-6f));
    }

    private static BatchNorm2d norm(double moving) {
        BatchNorm2d norm = new BatchNorm2d(3);
        norm.train(true);
        norm.state().get("running_mean").copyInPlace(Tensor.of(new float[] {1, -1, 0.5f}, 3));
        norm.state().get("running_var").copyInPlace(Tensor.of(new float[] {4, 0.25f, 1}, 3));
        norm.moving(moving);
        return norm;
    }

    private static float[] normalized(BatchNorm2d norm, Tensor x, long seed) {
        Chance.begin(seed);
        float[] given = norm.forward(x).toFloats();
        norm.close();
        return given;
    }

    @Test
    void stochasticNormIsBatchNormAtZeroAndTheRememberedStatisticsAtOne() {
        Engine.seed(2);
        Tensor x = Tensor.normal(4, 3, 2, 2);
        BatchNorm2d frozen = norm(0);
        frozen.train(false);
        float[] remembered = normalized(frozen, x, 1);
        float[] batch = normalized(norm(0), x, 1);

        assertThat(batch).isNotEqualTo(remembered);
        assertThat(normalized(norm(1), x, 1)).isEqualTo(remembered);
        assertThat(normalized(norm(1e-9), x, 1)).containsExactly(batch, within(1e-5f));
    }

    @Test
    void stochasticNormChoosesForEachChannelAnewAndRemembersTheBatch() {
        Engine.seed(2);
        Tensor x = Tensor.normal(4, 3, 2, 2);
        BatchNorm2d frozen = norm(0);
        frozen.train(false);
        float[] remembered = normalized(frozen, x, 1);
        float[] batch = normalized(norm(0), x, 1);

        int byBatch = 0;
        Set<Integer> patterns = new HashSet<>();
        for (int seed = 0; seed < 400; seed++) {
            float[] drawn = normalized(norm(0.25), x, seed);
            int pattern = 0;
            for (int c = 0; c < 3; c++) {
                boolean one = near(drawn, batch, c);
                assertThat(one || near(drawn, remembered, c))
                        .as("seed %d, channel %d", seed, c)
                        .isTrue();
                byBatch += one ? 1 : 0;
                pattern = 2 * pattern + (one ? 1 : 0);
            }
            patterns.add(pattern);
        }
        assertThat(patterns).hasSize(8);
        assertThat(byBatch / 1200.0).isCloseTo(0.75, within(0.05)); // 4 deviations of 0.0125

        BatchNorm2d learns = norm(1);
        learns.forward(x);
        BatchNorm2d plain = norm(0);
        plain.forward(x);
        learns.state()
                .forEach((name, tensor) -> assertThat(tensor.toFloats())
                        .as(name)
                        .isEqualTo(plain.state().get(name).toFloats()));
        learns.close();
        plain.close();
    }

    private static boolean near(float[] a, float[] b, int channel) {
        for (int i = 0; i < a.length; i++) {
            if (i / 4 % 3 == channel && Math.abs(a[i] - b[i]) > 1e-5) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.7, 0.9})
    void mixoutSetsItsShareBackAndLeavesTheMeanAsItWas(double share) {
        Engine.seed(3);
        Tensor weight = Tensor.normal(40, 50).requiresGrad(true);
        Tensor start = Tensor.normal(40, 50);
        float[] before = weight.toFloats();
        float[] from = start.toFloats();
        Map<String, Tensor> trained =
                Map.of("layer.weight", weight, "layer.bias", Tensor.ones(3), "head.output.weight", Tensor.ones(2, 2));
        double[] mean = new double[before.length];
        int back = 0;
        int draws = 200;
        try (Noise.Disturbance mixing = new Mixout(share).on(null, null, trained, Map.of("layer.weight", start))) {
            for (int seed = 0; seed < draws; seed++) {
                mixing.begin(seed);
                float[] mixed = weight.toFloats();
                weight.gradient(Tensor.ones(40, 50));
                mixing.end();
                float[] slope = weight.gradient().toFloats();
                for (int i = 0; i < mixed.length; i++) {
                    mean[i] += mixed[i] / draws;
                    boolean there = Math.abs(mixed[i] - from[i]) < 1e-6;
                    back += there ? 1 : 0;
                    double factor = there ? 0 : 1 / (1 - share);
                    assertThat((double) slope[i]).isCloseTo(factor, within(1e-3));
                    assertThat((double) mixed[i]).isCloseTo(from[i] + factor * (before[i] - from[i]), within(5e-3));
                }
                assertThat(weight.toFloats()).isEqualTo(before);
            }
        }
        assertThat(back / (double) (draws * mean.length)).isCloseTo(share, within(0.005));
        double off = 0;
        for (int i = 0; i < mean.length; i++) {
            off += (mean[i] - before[i]) / mean.length;
        }
        assertThat(off).isCloseTo(0, within(4 * Math.sqrt(2 * share / (1 - share) / draws / mean.length)));
        assertThat(trained.get("layer.bias").toFloats()).containsOnly(1);
        assertThat(trained.get("head.output.weight").toFloats()).containsOnly(1);
        weight.clearGradient();
    }
}
