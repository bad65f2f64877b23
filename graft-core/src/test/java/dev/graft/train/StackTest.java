package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.Labels;
import dev.graft.data.SparseRows;
import dev.graft.data.Target;
import dev.graft.engine.Engine;
import dev.graft.model.NumberTask;
import dev.graft.model.OneLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackTest {
    private static final int N = 120;

    @BeforeAll
    static void startsTheEngine() {
        Engine.threads(2);
    }

    /** Features of pure noise, more than there are examples, and one term that is right four times of five. */
    private record NoiseAndWord(HeadProblem problem, Fits features, Fits terms, List<Target> targets, int[] partOf) {
        static NoiseAndWord of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Target> targets = new ArrayList<>();
            List<SparseRows.Row> words = new ArrayList<>();
            float[][] noise = new float[N][300];
            for (int i = 0; i < N; i++) {
                boolean yes = random.nextBoolean();
                targets.add(new Target.Label(yes ? "yes" : "no"));
                boolean says = random.nextInt(5) == 0 ? !yes : yes;
                words.add(new SparseRows.Row(new int[] {says ? 1 : 0}, new double[] {1}));
                for (int j = 0; j < noise[i].length; j++) {
                    noise[i][j] = (float) random.nextDouble(-1, 1);
                }
            }
            HeadProblem problem = HeadProblem.of(new OneLabel(Labels.of(Set.of("no", "yes"))));
            LabelledRows rows =
                    new LabelledRows(noise, targets, IntStream.range(0, N).toArray());
            return new NoiseAndWord(
                    problem,
                    new Fits.OfFeatures(problem, rows, 10),
                    new Fits.OfTerms(problem, SparseRows.of(words, 2), targets, 10),
                    targets,
                    IntStream.range(0, N).map(i -> i % 5).toArray());
        }

        double accuracy(double[][] scores) {
            return IntStream.range(0, N)
                            .filter(i -> (scores[i][0] > 0)
                                    == ((Target.Label) targets.get(i)).name().equals("yes"))
                            .count()
                    / (double) N;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatWasLearnedByHeartCountsForNothing(long seed) {
        NoiseAndWord data = NoiseAndWord.of(seed);
        int[] all = IntStream.range(0, N).toArray();

        OutOfFold noise = OutOfFold.of(data.problem, data.targets, data.partOf, data.features);
        OutOfFold word = OutOfFold.of(data.problem, data.targets, data.partOf, data.terms);
        Stack stack = Stack.of(data.problem, data.targets, noise.scores(), word.scores());

        assertThat(data.accuracy(noise.scores())).as("held out").isLessThan(0.68);
        assertThat(word.scores()).isNotEqualTo(data.terms.scores(all, all)[0]);
        assertThat(stack.first()).isLessThan(0.2 * stack.second());
        assertThat(stack.second()).isGreaterThan(0.5);

        // what would be if a score came from a fit to its own example
        double[][] byHeart = data.features.scores(all, all)[0];
        assertThat(data.accuracy(byHeart)).isEqualTo(1);
        Stack leaked = Stack.of(data.problem, data.targets, byHeart, data.terms.scores(all, all)[0]);
        assertThat(leaked.first()).isGreaterThan(leaked.second());
    }

    @Test
    void holdsEachExampleOutOfTheFitThatScoresIt() {
        int[] partOf = {0, 1, 2, 0, 1, 2, 2};
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < partOf.length; i++) {
            targets.add(new Target.Value(i));
        }
        HeadProblem problem = HeadProblem.of(new NumberTask(0, 1));
        Fits told = new Fits() {
            @Override
            public double[] tried() {
                return new double[] {1, 2};
            }

            @Override
            public double[][][] scores(int[] kept, int[] held) {
                assertThat(kept).doesNotContain(held).hasSize(partOf.length - held.length);
                double[][] near = Arrays.stream(held)
                        .mapToObj(i -> new double[] {i + 0.5})
                        .toArray(double[][]::new);
                double[][] far =
                        Arrays.stream(held).mapToObj(i -> new double[] {i + 2}).toArray(double[][]::new);
                return new double[][][] {far, near};
            }

            @Override
            public LinearFit fit(double strength) {
                throw new AssertionError("a fit to all");
            }

            @Override
            public Strengths.Loop loop() {
                return (count, work) -> IntStream.range(0, count).forEach(work);
            }
        };

        OutOfFold found = OutOfFold.of(problem, targets, partOf, told);

        assertThat(found.strength()).isEqualTo(2); // it errs by 0.5, the other by 2
        assertThat(Arrays.stream(found.scores()).mapToDouble(row -> row[0]))
                .containsExactly(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5);
    }

    @Test
    void weightsAreThoseOfLeastSquaresForNumbers() {
        // one score says x, the other 2 y, of x + y: weights 1 and 0.5, a little less by the penalty
        int n = 400;
        SplittableRandom random = new SplittableRandom(3);
        List<Target> targets = new ArrayList<>();
        double[][] first = new double[n][];
        double[][] second = new double[n][];
        for (int i = 0; i < n; i++) {
            double x = random.nextDouble(-1, 1);
            double y = random.nextDouble(-1, 1);
            targets.add(new Target.Value(x + y));
            first[i] = new double[] {x};
            second[i] = new double[] {2 * y};
        }
        Stack stack = Stack.of(HeadProblem.of(new NumberTask(0, 1)), targets, first, second);

        assertThat(stack.first()).isEqualTo(1, within(0.02));
        assertThat(stack.second()).isEqualTo(0.5, within(0.01));
    }

    @Test
    void scoresThatSayTheContraryAreLeftOut() {
        List<Target> targets = new ArrayList<>();
        double[][] right = new double[100][];
        double[][] wrong = new double[100][];
        for (int i = 0; i < 100; i++) {
            double value = i / 50.0 - 1;
            targets.add(new Target.Value(value));
            right[i] = new double[] {value + (i % 7 - 3) * 0.2};
            wrong[i] = new double[] {-value};
        }
        Stack stack = Stack.of(HeadProblem.of(new NumberTask(0, 1)), targets, wrong, right);

        assertThat(stack.first()).isZero();
        assertThat(stack.second()).isPositive();
    }

    /** Nine of sixteen right answers less than chance say nothing of what a pretrained network knows. */
    @Test
    void aFewExamplesDoNotSilenceTheFeatures() {
        List<Target> targets = new ArrayList<>();
        double[][] features = new double[16][];
        double[][] terms = new double[16][];
        for (int i = 0; i < 16; i++) {
            boolean yes = i % 2 == 0;
            targets.add(new Target.Label(yes ? "yes" : "no"));
            features[i] = new double[] {(i < 7) == yes ? 0.5 : -0.5};
            terms[i] = new double[] {0};
        }
        HeadProblem problem = HeadProblem.of(new OneLabel(Labels.of(Set.of("no", "yes"))));
        Stack few = Stack.of(problem, targets, features, terms);
        assertThat(few.first()).isEqualTo(0.25, within(0.001)); // slope 0.5 from 1, curvature 2
        assertThat(few.second()).isZero();
    }

    @Test
    void termsCountWhereMoreThanChanceSpeaksForThem() {
        assertThat(rightFiveTimesOfEight(16).second()).isZero();
        assertThat(rightFiveTimesOfEight(16).first()).isPositive();
        assertThat(rightFiveTimesOfEight(1600).first()).isGreaterThan(0.3);
        assertThat(rightFiveTimesOfEight(1600).second()).isGreaterThan(0.3);
    }

    /** Both sets of scores, though not on the same examples. */
    private static Stack rightFiveTimesOfEight(int examples) {
        List<Target> targets = new ArrayList<>();
        double[][] features = new double[examples][];
        double[][] terms = new double[examples][];
        for (int i = 0; i < examples; i++) {
            boolean yes = i / 8 % 2 == 0;
            targets.add(new Target.Label(yes ? "yes" : "no"));
            features[i] = new double[] {(i % 8 < 5) == yes ? 0.5 : -0.5};
            terms[i] = new double[] {((i + 3) % 8 < 5) == yes ? 0.5 : -0.5};
        }
        return Stack.of(HeadProblem.of(new OneLabel(Labels.of(Set.of("no", "yes")))), targets, features, terms);
    }
}
