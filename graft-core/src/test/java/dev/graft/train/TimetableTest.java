package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How many steps fit, worked out by hand. */
class TimetableTest {
    /** 300 steps in epochs of 100, 2 s before them, 0.1 s each, 1 s at each epoch's end: 2 + 30 + 3. */
    private static final Timetable ONE = new Timetable(List.of(new PhaseTime(300, 100, 2, 0.1, 1, 0)));

    /** Solved in 4 s, then 10 and 90 steps of 1 s in epochs of 10. */
    private static final Timetable THREE = new Timetable(
            List.of(PhaseTime.solved(4), new PhaseTime(10, 10, 0, 1, 0, 0), new PhaseTime(90, 10, 0, 1, 0, 0)));

    @Test
    void whatFitsStaysWhole() {
        assertThat(ONE.seconds()).isCloseTo(35, within(1e-9));
        assertThat(ONE.fits(35.001)).isTrue();
        assertThat(ONE.steps(35.001)).containsExactly(300L);
        assertThat(ONE.steps(1e9)).containsExactly(300L);
    }

    /** 20 s: 2 before, 2 for the ends of the two epochs begun, 16 for 160 steps. */
    @Test
    void asManyStepsAsFitWithTheEndsOfTheirEpochs() {
        assertThat(ONE.steps(20.001)).containsExactly(160L);
        assertThat(ONE.tooFew(List.of(160L))).isFalse();
    }

    /** 8 s: 50 steps and an end. An epoch would take 2 + 10 + 1. */
    @Test
    void saysWhenItIsLessThanAnEpochAndWhatOneWouldTake() {
        assertThat(ONE.steps(8.001)).containsExactly(50L);
        assertThat(ONE.tooFew(List.of(50L))).isTrue();
        assertThat(ONE.tooFew(List.of(100L))).isFalse();
        assertThat(ONE.epochSeconds()).isCloseTo(13, within(1e-9));
    }

    /** 90 examples, 3 batches an epoch, 102 steps wanted: an epoch of 3 steps is no training. */
    @Test
    void lessThanATenthIsTooFewThoughItIsAnEpoch() {
        Timetable small = new Timetable(List.of(new PhaseTime(102, 3, 0, 0.1, 0, 0)));
        assertThat(small.tooFew(List.of(10L))).isTrue();
        assertThat(small.tooFew(List.of(11L))).isFalse();
    }

    /** Of 54 s the first phase takes 4, and 50 of 100 steps are half of each. */
    @Test
    void keepsTheProportionsOfThePhases() {
        assertThat(THREE.steps(54.001)).containsExactly(0L, 5L, 45L);
        assertThat(THREE.seconds()).isCloseTo(104, within(1e-9));
        assertThat(THREE.epochSeconds()).isCloseTo(24, within(1e-9));
    }

    @Test
    void givesEveryPhaseAStepThoughThereIsNoTime() {
        assertThat(THREE.steps(1)).containsExactly(0L, 1L, 1L);
        assertThat(THREE.tooFew(THREE.steps(1))).isTrue();
    }

    @Test
    void aPlanWithoutStepsIsNeverUnderOneEpoch() {
        Timetable solved = new Timetable(List.of(PhaseTime.solved(4)));
        assertThat(solved.steps(1)).containsExactly(0L);
        assertThat(solved.tooFew(solved.steps(1))).isFalse();
    }

    @Test
    void whatIsGivenNeverTakesMoreThanThereIs() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            PhaseTime phase = new PhaseTime(
                    random.nextInt(1, 500),
                    random.nextInt(1, 60),
                    random.nextDouble(2),
                    random.nextDouble(0.01, 1),
                    random.nextDouble(3),
                    random.nextDouble(2));
            double available = phase.seconds(1) + random.nextDouble(200);
            long steps = new Timetable(List.of(phase)).steps(available).get(0);
            assertThat(phase.seconds(steps)).as("seed %d", seed).isLessThanOrEqualTo(available);
            assertThat(steps == phase.steps() || phase.seconds(steps + 1) > available)
                    .as("seed %d: not one step more would fit", seed)
                    .isTrue();
        }
    }
}
