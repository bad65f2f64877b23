package dev.graft.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Split;
import dev.graft.data.Text;
import dev.graft.hub.Hub;
import dev.graft.testing.Messages;
import dev.graft.train.Deadline;
import dev.graft.train.Length;
import dev.graft.train.PhaseTime;
import dev.graft.train.Progress;
import dev.graft.train.Timetable;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.Guard;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.ProbeFineTune;
import dev.graft.transfer.Procedure;
import dev.graft.transfer.Rehearsed;
import dev.graft.transfer.Soup;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planned for a budget, by times that are known and a clock that stands. */
class BudgetingTest {
    private static final double LOADING = 0.3;
    private static final double PREPARING = 0.7; // all training examples
    private static final double EXAMPLE = 0.01;
    private static final double SLOW = 0.25; // the test part alone takes 21 seconds
    private static final double SOLVING = 0.5; // for each example, of what its answer takes
    private static final double STEP = 0.9;
    private static final double SAVING = 0.05; // a checkpoint
    private static final int BATCH = 32;
    private static final int EPOCHS = 10;
    private static final long BYTES = 30_000_000;
    private static final double WRITING = 0.2; // of these
    private static final double ENDING = 0.5;

    @TempDir
    static Path home;

    /**
     * @param every so many of the messages are there, all for 1
     * @param given examples to validate by, 0 for none
     * @param example seconds of an answer to one
     */
    private record Asked(
            Strategy strategy, Optional<Procedure> procedure, boolean refit, int every, int given, double example) {
        Asked(Strategy strategy, Optional<Procedure> procedure, boolean refit, int every, int given) {
            this(strategy, procedure, refit, every, given, EXAMPLE);
        }

        /** Enough for a few examples. */
        double least() {
            return example == SLOW ? 100 : 20;
        }

        @Override
        public String toString() {
            return strategy.name() + procedure.map(one -> " " + one).orElse("") + (refit ? " refit" : "") + " 1/"
                    + every + " " + given;
        }
    }

    static Stream<Asked> all() {
        Strategy both = ProbeFineTune.DEFAULTS;
        Stream<Asked> slow = Stream.of(new Asked(LinearProbe.DEFAULTS, Optional.empty(), false, 1, 0, SLOW));
        Stream<Asked> usual = Stream.of(false, true)
                .flatMap(refit -> Stream.of(
                        new Asked(LinearProbe.DEFAULTS, Optional.empty(), refit, 1, 0),
                        new Asked(FineTune.DEFAULTS, Optional.empty(), refit, 1, 0),
                        new Asked(both, Optional.empty(), refit, 1, 60),
                        new Asked(both, Optional.of(new Soup(3, false)), refit, 1, 0),
                        new Asked(both, Optional.of(new Soup(3, true)), refit, 1, 200),
                        new Asked(both, Optional.of(Guard.DEFAULTS), refit, 1, 0),
                        new Asked(both, Optional.of(Guard.DEFAULTS), refit, 3, 0)));
        return Stream.concat(slow, usual);
    }

    /** What was asked for, with its data. */
    private static final class Case {
        final Asked asked;
        final TrainingData data;
        final int train;
        final int judged;
        final Rehearsed times;

        Case(Asked asked) throws IOException {
            this(asked, 0);
        }

        /** @param kept share of the examples whose features are kept */
        Case(Asked asked, double kept) throws IOException {
            this.asked = asked;
            Split<Text> parts = Messages.some(home, asked.every).split(0.8, 1);
            Dataset<?> all = parts.train();
            Optional<Dataset<?>> valid = asked.given == 0
                    ? Optional.empty()
                    : Optional.of(all.subset(IntStream.range(0, asked.given).toArray()));
            train = all.size();
            judged = asked.given > 0 || train < 200 ? asked.given : train / 10;
            data = new TrainingData(all, valid, parts.test(), Facts.of(all), List.of(), List.of());
            times = new Rehearsed(LOADING + PREPARING, LOADING, asked.example, kept, BYTES, new Timetable(phases()));
        }

        private List<PhaseTime> phases() {
            int batches = batches(train);
            PhaseTime solved = PhaseTime.solved(probe(train));
            PhaseTime stepped =
                    new PhaseTime((long) EPOCHS * batches, batches, 0, STEP, SAVING + judged * asked.example, 0);
            return asked.strategy instanceof LinearProbe
                    ? List.of(solved)
                    : asked.strategy instanceof FineTune ? List.of(stepped) : List.of(solved, stepped);
        }

        private double probe(int examples) {
            return examples * asked.example * (1 + SOLVING);
        }

        private static int batches(int examples) {
            return (examples + BATCH - 1) / BATCH;
        }

        /** Half of the budget is over. */
        Recipe planned(double budget) throws IOException {
            return resolved(budget).recipe();
        }

        /** As {@link #planned}. */
        Budgeting.Resolved resolved(double budget) throws IOException {
            Deadline deadline = new Deadline(() -> (long) (budget / 2 * 1e9), (long) (budget * 1e9));
            TrainJob.Options options =
                    new TrainJob.Options(false, false, Hub.standard(), Features.Keep.NOTHING, Progress.SILENT, 0);
            Recipe recipe = Recipe.draft("messages.csv", "tiny", asked.strategy)
                    .procedure(asked.procedure)
                    .refit(asked.refit)
                    .extent(Extent.within(budget))
                    .build();
            return new Budgeting(data, (transfer, limit, clock) -> times, home, options, deadline)
                    .resolve(recipe, times);
        }

        /** Seconds of all that a recipe says, from opening to closing. */
        double seconds(Recipe plan) {
            int tests = plan.extent().testExamples();
            int examples = plan.extent().examples() > 0 ? plan.extent().examples() : train;
            int asks = tests > 0 ? tests : data.test().size();
            double again = plan.refit() ? refit(plan, examples + asks) : 0;
            return making(plan, examples) + asks * asked.example + again + 2 * LOADING + WRITING + ENDING;
        }

        private double making(Recipe plan, int examples) {
            double once = training(plan, examples);
            if (plan.procedure().isEmpty()) {
                return once;
            }
            if (plan.procedure().get() instanceof Soup soup) {
                return soup.runs() * once + (soup.greedy() ? soup.runs() : 1) * judged * asked.example;
            }
            if (judged > 0) {
                return once + opening(examples) + probe(examples); // back to the probe
            }
            double probes = opening(examples) + examples * asked.example + 2 * SOLVING * examples * asked.example;
            double tunings = 3 * training(plan, examples * 2 / 3) + examples * asked.example;
            return probes + tunings + once;
        }

        /** What a guard has decided is not decided anew. */
        private double refit(Recipe plan, int examples) {
            boolean guarded = plan.procedure().filter(Guard.class::isInstance).isPresent();
            return guarded ? training(plan, examples) : making(plan, examples);
        }

        private double training(Recipe plan, int examples) {
            double solving = plan.strategy() instanceof FineTune ? 0 : probe(examples);
            long steps = steps(plan);
            long epochs = (steps + batches(examples) - 1) / batches(examples);
            return opening(examples) + solving + steps * STEP + epochs * (SAVING + judged * asked.example);
        }

        private double opening(int examples) {
            return LOADING + PREPARING * examples / train;
        }

        /** Of one training. */
        long steps(Recipe plan) {
            if (plan.strategy() instanceof LinearProbe) {
                return 0;
            }
            return plan.extent().phases().isEmpty()
                    ? (long) EPOCHS * batches(train)
                    : plan.extent().phases().stream().mapToLong(Length::done).sum();
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everythingTogetherFitsIntoTheBudget(Asked asked) throws IOException {
        Case one = new Case(asked);
        for (double budget = asked.least(); budget < 4000; budget *= 1.25) {
            Recipe plan = one.planned(budget);
            assertThat(budget / 2 + one.seconds(plan))
                    .as("of %.0f s, %s with %d steps", budget, plan.strategy().name(), one.steps(plan))
                    .isLessThanOrEqualTo(budget);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void moreTimeIsNeverFewerStepsNorFewerExamples(Asked asked) throws IOException {
        Case one = new Case(asked);
        long steps = 0;
        int probed = 0;
        for (double budget = asked.least(); budget < 4000; budget *= 1.1) {
            Recipe plan = one.planned(budget);
            assertThat(one.steps(plan)).as("steps in %.0f s", budget).isGreaterThanOrEqualTo(steps);
            steps = one.steps(plan);
            int examples = plan.extent().examples() > 0 ? plan.extent().examples() : one.train;
            assertThat(examples).as("examples in %.0f s", budget).isGreaterThanOrEqualTo(probed);
            probed = examples;
        }
        assertThat(steps)
                .as("what is wanted, in the end")
                .isEqualTo(asked.strategy instanceof LinearProbe ? 0 : (long) EPOCHS * Case.batches(one.train));
    }

    @Test
    void littleOfTheTimeIsLeftOver() throws IOException {
        Case one = new Case(new Asked(FineTune.DEFAULTS, Optional.empty(), false, 1, 0));
        for (double budget : new double[] {60, 100, 150, 200}) {
            Recipe plan = one.planned(budget);
            assertThat(plan.extent().phases()).hasSize(1);
            assertThat(budget / 2 + one.seconds(plan)).as("of %.0f s", budget).isGreaterThan(0.93 * budget);
            assertThat(one.resolved(budget).said())
                    .containsExactly("the budget has room for " + one.steps(plan) + " of the "
                            + (long) EPOCHS * Case.batches(one.train) + " steps that strategy finetune wants");
        }
        assertThat(one.resolved(4000).said()).isEmpty();
    }

    /** Of the probe that a budget has room for in place of another strategy. */
    @Test
    void whatIsKeptNeedNotBeLeftOut() throws IOException {
        Asked asked = new Asked(FineTune.DEFAULTS, Optional.empty(), false, 1, 0, SLOW);
        for (double budget : new double[] {48, 50, 52}) {
            int computed = new Case(asked, 0).planned(budget).extent().examples();
            int kept = new Case(asked, 1).planned(budget).extent().examples();
            assertThat(computed).as("examples in %.0f s", budget).isPositive();
            assertThat(kept).isGreaterThan(2 * computed);
        }
    }

    /** What a guard decided by folds is trained once more without them. */
    @Test
    void aGuardsRefittingIsOneTrainingMore() throws IOException {
        Case one = new Case(new Asked(ProbeFineTune.DEFAULTS, Optional.of(Guard.DEFAULTS), true, 3, 0));
        for (double budget : new double[] {200, 250, 300}) {
            Recipe plan = one.planned(budget);
            assertThat(plan.extent().phases()).hasSize(2);
            assertThat(budget / 2 + one.seconds(plan)).as("of %.0f s", budget).isGreaterThan(0.88 * budget);
        }
    }

    @Test
    void ofALargeTestPartAShareIsAnsweredInAThirdOfTheTime() throws IOException {
        Case one = new Case(new Asked(LinearProbe.DEFAULTS, Optional.empty(), false, 1, 0, SLOW));
        Recipe plan = one.planned(100); // 50 are left
        assertThat(plan.extent().testExamples() * SLOW).isBetween(14.0, 50 / 3.0);
        assertThat(plan.extent().examples()).isPositive();
        assertThat(one.planned(1000).extent().testExamples()).isZero();
    }
}
