package dev.graft.recipe;

import dev.graft.base.ByteSource;
import dev.graft.base.Storage;
import dev.graft.data.Dataset;
import dev.graft.data.Thinned;
import dev.graft.train.Deadline;
import dev.graft.train.Length;
import dev.graft.train.PhaseTime;
import dev.graft.train.Progress;
import dev.graft.train.Timetable;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Procedure;
import dev.graft.transfer.Rehearsed;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Turns a budget into numbers of steps and of examples, before training starts.
 *
 * @param data of the run
 * @param rehearsing tries the run out on some of them
 * @param part folder of the run's state
 * @param deadline when the whole run is to be over
 */
record Budgeting(TrainingData data, Rehearsing rehearsing, Path part, TrainJob.Options options, Deadline deadline) {
    private static final double AIM = 0.95; // of the time, for what can be foreseen
    private static final double REHEARSAL = 0.12; // of the time, to find out what things take
    private static final double AGAIN = 0.6; // of the time must be left for a second rehearsal
    private static final double TESTS = 1.0 / 3; // of what is left, at most, for the test part
    private static final double WRITTEN = 150e6; // bytes a second, to hash, write and read back
    private static final int LEAST = 32; // examples that anything is learned from or measured on
    private static final int PER_CLASS = 4; // of these, so that its strength can be chosen
    private static final double ENDING = 0.5; // seconds for the report and all that is small
    private static final double OVER = 1.05; // times its budget, from which a run says so

    /** How a training is tried out. */
    interface Rehearsing {
        Rehearsed of(Transfer transfer, double limit, LongSupplier clock) throws IOException;
    }

    /**
     * @param recipe with fixed numbers in place of its budget
     * @param first when the training that is measured is to be over
     * @param training when all training is to be over
     * @param probing seconds that a probe to compare with would take, which is made where training leaves them
     * @param said of what there is no time for
     */
    record Resolved(Recipe recipe, Deadline first, Deadline training, double probing, List<String> said) {
        /** Of a recipe that has fixed numbers already. */
        static Resolved of(Recipe recipe) {
            return new Resolved(recipe, Deadline.NEVER, Deadline.NEVER, 0, List.of());
        }

        private Resolved saying(String more) {
            return new Resolved(recipe, first, training, probing, List.of(more));
        }
    }

    /**
     * How often as much is done as one training takes.
     *
     * @param first for the model that is measured
     * @param again for the one that learns from the test part too, if any
     */
    private record Trainings(int first, int again) {
        int all() {
            return first + again;
        }
    }

    /**
     * With numbers in place of a budget, if there is one.
     *
     * @param resumes whether the run goes on: it keeps the numbers that it began with, and takes its time
     */
    Resolved resolved(Recipe recipe, boolean resumes) throws IOException {
        if (!recipe.extent().open()) {
            return Resolved.of(recipe);
        }
        Path kept = part.resolve("resolved.json");
        if (resumes && Files.isRegularFile(kept)) {
            return Resolved.of(Recipe.of(ByteSource.whole(kept, ByteSource.DESCRIPTION), kept.toString()));
        }
        Resolved resolved = resolve(recipe);
        Storage.LOCAL.writeFile(kept, bytes -> bytes.write(resolved.recipe().json()));
        return resolved;
    }

    private Resolved resolve(Recipe recipe) throws IOException {
        return resolve(recipe, rehearse(recipe));
    }

    /** What became of a budget, which a recipe that repeats the run has none of. @param seconds that the run took */
    static List<String> said(Recipe asked, Resolved resolved, double seconds) {
        List<String> said = new ArrayList<>(resolved.said());
        Strategy came = resolved.recipe().strategy();
        if (!came.name().equals(asked.strategy().name())) {
            said.add("the budget was too short for strategy " + asked.strategyName() + ": this is the " + came.name());
        }
        double budget = asked.extent().budget();
        if (budget > 0 && seconds > OVER * budget) {
            said.add(String.format(
                    Locale.ROOT,
                    "from the start of the process the run took %.1f s, more than the budget of %.1f s",
                    seconds,
                    budget));
        }
        return said;
    }

    /** @param times what a rehearsal found */
    Resolved resolve(Recipe recipe, Rehearsed times) throws IOException {
        int tests = tests(times);
        double closing = closing(recipe, times, tests);
        double left = left(recipe, times, closing, tests);
        Timetable phases = times.phases();
        Deadline training = deadline.before(closing + phases.lastSeconds());
        List<Long> steps = phases.steps(left);
        if (phases.fits(left)) {
            return resolved(within(recipe, 0, tests, List.of()), training, times);
        }
        if (steps.stream().allMatch(count -> count == 0)) {
            return resolved(within(recipe, share(phases, left), tests, List.of()), training, times);
        }
        if (phases.tooFew(steps)) {
            warn(recipe, phases, left);
            if (!recipe.strategy().fresh()) {
                boolean time = deadline.left() > AGAIN * recipe.extent().budget();
                return time ? resolve(probe(recipe)) : estimated(probe(recipe), times, tests, training);
            }
        }
        String room = "the budget has room for "
                + steps.stream().mapToLong(s -> s).sum() + " of the "
                + phases.phases().stream().mapToLong(PhaseTime::steps).sum() + " steps that strategy "
                + recipe.strategyName()
                + " wants";
        note(room);
        return resolved(within(recipe, 0, tests, lengths(phases.phases(), steps)), training, times)
                .saying(room);
    }

    private Resolved resolved(Recipe plan, Deadline training, Rehearsed times) {
        Trainings trainings = trainings(plan);
        Deadline first = plan.refit() ? training.share(trainings.first(), trainings.all()) : training;
        return new Resolved(plan, first, training, probing(times), List.of());
    }

    private Trainings trainings(Recipe recipe) {
        int examples = data.train().size();
        Optional<Procedure> above = recipe.procedure();
        int first = above.map(one -> one.trainings(examples, data.validation())).orElse(1);
        int again = above.map(one -> one.trainingsAgain(examples, data.validation()))
                .orElse(1);
        return new Trainings(first, recipe.refit() ? again : 0);
    }

    /** A probe without another rehearsal: most of it is answers to the training examples. */
    private Resolved estimated(Recipe probe, Rehearsed times, int tests, Deadline training) {
        double seconds = times.probe(data.train().size());
        Timetable phases = new Timetable(List.of(PhaseTime.solved(seconds)));
        double left = left(probe, times, closing(probe, times, tests), tests);
        int some = phases.fits(left) ? 0 : share(phases, left);
        return resolved(within(probe, some, tests, List.of()), training, times);
    }

    private double probing(Rehearsed times) {
        int judging = data.validation().map(Dataset::size).orElse(0);
        return times.opening() + times.probe(data.train().size() + judging);
    }

    /** What the clock would decide is decided, so that the recipe repeats the run without one. */
    private static Recipe within(Recipe recipe, int examples, int tests, List<Length> phases) {
        Strategy strategy = recipe.strategy().sizes() ? recipe.strategy().with("sizes", false) : recipe.strategy();
        return recipe.copy()
                .strategy(strategy)
                .procedure(recipe.procedure().map(Procedure::timed))
                .extent(new Extent(0, examples, tests, phases))
                .build();
    }

    private static Recipe probe(Recipe recipe) {
        TaskChoice exact =
                new TaskChoice(recipe.task().balance(), 0, recipe.task().threshold());
        return recipe.copy()
                .strategy(LinearProbe.DEFAULTS)
                .procedure(Optional.empty())
                .task(exact)
                .build();
    }

    private Rehearsed rehearse(Recipe recipe) throws IOException {
        Progress progress = options.progress();
        Path place = part.resolve("timing");
        progress.begin("timing a few steps", 0);
        try {
            Transfer transfer = RateJob.transfer(recipe, options);
            return rehearsing.of(
                    transfer.run(transfer.run().quietly().checkpoints(place, false)),
                    Math.max(REHEARSAL * deadline.left(), 0.1),
                    deadline.clock());
        } finally {
            progress.end("");
            Storage.LOCAL.delete(place);
        }
    }

    /** Of the test part as many as can be answered in a share of the time; 0 for all. */
    private int tests(Rehearsed times) {
        double spare = TESTS * (AIM * deadline.left() - times.opening() - ENDING);
        int all = data.test().size();
        int some = (int) Math.min(all, Math.max(LEAST, spare / times.example()));
        return some == all ? 0 : some;
    }

    private double closing(Recipe recipe, Rehearsed times, int tests) {
        double after = recipe.procedure()
                .map(above -> above.after(times, data.train().size(), data.validation()))
                .orElse(0.0);
        double opened = 2 * times.loading(); // to see what was changed of the network, and to read the bundle back
        return ENDING + after + asked(tests) * times.example() + opened + times.bytes() / WRITTEN;
    }

    private int asked(int tests) {
        return tests == 0 ? data.test().size() : tests;
    }

    /** Seconds for the phases of one training; one on all data learns from the test part too. */
    private double left(Recipe recipe, Rehearsed times, double closing, int tests) {
        Trainings trainings = trainings(recipe);
        double share = (double) asked(tests) / data.train().size();
        double more = share * times.opening() + times.probe(asked(tests));
        double all = AIM * deadline.left() - closing - trainings.again() * more;
        return all / trainings.all() - times.opening();
    }

    /** Examples that a training without steps has time for. */
    private int share(Timetable phases, double left) {
        int all = data.train().size();
        int least = Math.max(LEAST, PER_CLASS * data.facts().classes());
        int some = (int) Math.min(all, Math.max(least, left / phases.seconds() * all));
        note("the budget has room for " + some + " of the " + all + " training examples");
        return some;
    }

    private static List<Length> lengths(List<PhaseTime> phases, List<Long> steps) {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> phases.get(i).steps() == 0 ? Length.ONCE : Length.steps(steps.get(i)))
                .toList();
    }

    private void warn(Recipe recipe, Timetable phases, double left) {
        int trainings = trainings(recipe).all();
        note(String.format(
                Locale.ROOT,
                "the budget is too short for strategy %s: one epoch would take about %.0f s and all of it %.0f s%s%s, beside"
                        + " what is needed before and after; %s",
                recipe.strategyName(),
                Math.ceil(phases.epochSeconds()),
                Math.ceil(trainings * phases.seconds()),
                trainings > 1 ? " in " + trainings + " trainings" : "",
                phases.epochSeconds() <= left ? ", and there is time for less than a tenth of that" : "",
                recipe.strategy().fresh() ? "it gets what there is time for" : "you get the probe"));
    }

    private void note(String text) {
        options.progress().note(text);
    }

    /** A part of the data, or as much of it as there is time for. @param count 0 for all */
    static Dataset<?> some(Dataset<?> all, int count, long seed) throws IOException {
        return count == 0 ? all : Thinned.of(all, count, seed);
    }
}
