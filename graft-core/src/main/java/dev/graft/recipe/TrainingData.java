package dev.graft.recipe;

import dev.graft.base.BadInput;
import dev.graft.base.Lines;
import dev.graft.data.Data;
import dev.graft.data.Dataset;
import dev.graft.data.Duplicates;
import dev.graft.data.Facts;
import dev.graft.data.Fingerprint;
import dev.graft.data.Joined;
import dev.graft.data.Parts;
import dev.graft.data.Split;
import dev.graft.data.TableOptions;
import dev.graft.data.TargetKind;
import dev.graft.data.TrainingCheck;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The data of a run: read, divided and checked.
 *
 * @param validation what epochs are judged by, where the user gave or asked for it
 * @param facts of the training part
 * @param notes what a user should know of them
 * @param unreadable what was left out of any part since it cannot be read, with the reason
 */
record TrainingData(
        Dataset<?> train,
        Optional<Dataset<?>> validation,
        Dataset<?> test,
        Facts facts,
        List<String> notes,
        List<String> unreadable) {
    private static final double TRAIN_SHARE = 0.8;
    private static final int NAMED = 6; // of a list of labels
    private static final int FEW = 20; // test examples: the interval of an accuracy of 0.8 is 0.34 wide

    /** @param found the recipe's data */
    static TrainingData of(Recipe recipe, Parts<?> found) throws IOException {
        Dataset<?> train = found.train();
        Optional<Dataset<?>> valid = found.validation().map(part -> part);
        Optional<Dataset<?>> test = found.test().map(part -> part);
        Optional<Double> share = recipe.validShare();
        if (recipe.valid().isPresent() && share.isEmpty()) {
            valid = Optional.of(beside(recipe.valid().get(), recipe, train));
        }
        if (recipe.test().isPresent()) {
            test = Optional.of(beside(recipe.test().get(), recipe, train));
        }
        List<String> notes = new ArrayList<>(found.train().notes());
        valid.ifPresent(part -> part.notes().forEach(note -> notes.add("validation: " + note)));
        test.ifPresent(part -> part.notes().forEach(note -> notes.add("test: " + note)));
        List<String> unreadable = new ArrayList<>(found.train().unreadable());
        valid.ifPresent(part -> unreadable.addAll(part.unreadable()));
        test.ifPresent(part -> unreadable.addAll(part.unreadable()));
        if (test.isEmpty() && valid.isPresent() && recipe.valid().isEmpty()) {
            notes.add("the data have a part to validate by and none to test by, so that part is the test;"
                    + " where epochs are judged, a share of the training part judges them");
            test = valid;
            valid = Optional.empty();
        }
        if (test.isEmpty()) {
            Split<?> split = tested(train, recipe.seed());
            train = split.train();
            test = Optional.of(split.test());
        }
        if (share.isPresent()) {
            Split<?> split = train.split(1 - share.get(), recipe.seed());
            train = split.train();
            valid = Optional.of(split.test());
        }
        return checked(train, valid, test.get(), notes, unreadable);
    }

    /** What is judged by is read as what is learned from, whatever its own values look like. */
    private static Dataset<?> beside(String path, Recipe recipe, Dataset<?> train) throws IOException {
        TableOptions table = recipe.table();
        Optional<TargetKind> kind = Facts.of(train).kind();
        boolean open = table.labelSeparator().isEmpty() && kind.isPresent();
        return Data.open(Path.of(path), open ? table.withKind(kind.get()) : table);
    }

    private static Split<?> tested(Dataset<?> all, long seed) throws IOException {
        TrainingCheck.of(all);
        Split<?> split = all.split(TRAIN_SHARE, seed);
        if (split.test().size() == 0) {
            throw new BadInput(
                    all.name(), "has " + all.size() + " examples, too few to hold some back; add more, or give --test");
        }
        return split;
    }

    /** What a budget left out, in words. @param learned from of the training part @param measured on of the test part */
    List<String> shares(Dataset<?> learned, Dataset<?> measured) {
        List<String> said = new ArrayList<>();
        if (learned.size() < train.size()) {
            said.add("learned from a stratified share: " + learned.size() + " of " + train.size()
                    + " training examples");
        }
        if (measured.size() < test.size()) {
            said.add("measured on a stratified share: " + measured.size() + " of " + test.size() + " test examples");
        }
        return said;
    }

    /** What a model came of: a part that was given to judge by, too, where it did. @param judged examples that judged */
    Dataset<?> used(Dataset<?> learned, int judged) {
        return judged > 0 && validation.isPresent() ? new Joined<>(learned, validation.get()) : learned;
    }

    /** @param used as {@link #used} has it */
    Facts facts(Dataset<?> used) throws IOException {
        return used == train ? facts : Facts.of(used);
    }

    /** Where nothing was judged by the validation part, though there is one. @param judged examples that judged */
    Optional<String> unused(Strategy strategy, int judged) {
        return validation
                .filter(part -> judged == 0)
                .map(part -> "strategy " + strategy.name() + " has nothing to judge by a validation part, so its "
                        + Lines.count(part.size(), "example") + " were used for nothing");
    }

    /** Several, one after the other: what one network has before it. */
    static TrainingData joined(Collection<TrainingData> all) {
        List<Dataset<?>> valid = all.stream()
                .flatMap(one -> one.validation().stream())
                .<Dataset<?>>map(d -> d)
                .toList();
        Dataset<?> train =
                Joined.all(all.stream().<Dataset<?>>map(TrainingData::train).toList());
        int classes = all.stream().mapToInt(one -> one.facts().classes()).sum();
        return new TrainingData(
                train,
                valid.isEmpty() ? Optional.empty() : Optional.of(Joined.all(valid)),
                Joined.all(all.stream().<Dataset<?>>map(TrainingData::test).toList()),
                Facts.of(train.size(), Math.max(1, classes)),
                List.of(),
                List.of());
    }

    /** Without the training examples that another task is measured by, which one network would have seen. */
    TrainingData apart(SeenExamples tests) throws IOException {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < train.size(); i++) {
            if (!tests.holds(train.get(i).input())) {
                kept.add(i);
            }
        }
        if (kept.size() == train.size()) {
            return this;
        }
        Dataset<?> rest = train.subset(kept.stream().mapToInt(i -> i).toArray());
        List<String> said = new ArrayList<>(notes);
        said.removeAll(repeats(train, test)); // which may be among those that are left out
        said.addAll(repeats(rest, test));
        int left = train.size() - kept.size();
        said.add("left out of training, as another task is measured by them: " + Lines.count(left, "example"));
        try {
            Facts known = TrainingCheck.of(rest);
            TrainingCheck.covers(rest, test);
            return new TrainingData(rest, validation, test, known, List.copyOf(said), unreadable);
        } catch (BadInput e) {
            throw new BadInput(
                    train.name(),
                    left + " of its " + train.size()
                            + " training examples are what another task is measured by, and the"
                            + " rest is too little to learn from; measure that task by other data, with --test",
                    e);
        }
    }

    /** Of all that a run looks at. */
    String fingerprint() throws IOException {
        String both = Fingerprint.of(train) + " " + Fingerprint.of(test);
        return validation.isPresent() ? both + " " + Fingerprint.of(validation.get()) : both;
    }

    private static TrainingData checked(
            Dataset<?> train,
            Optional<Dataset<?>> valid,
            Dataset<?> test,
            List<String> noticed,
            List<String> unreadable)
            throws IOException {
        Facts facts = TrainingCheck.of(train);
        TrainingCheck.covers(train, test);
        if (valid.isPresent()) {
            TrainingCheck.covers(train, valid.get());
        }
        List<String> notes = new ArrayList<>(noticed);
        notes.addAll(facts.warnings());
        notes.addAll(repeats(train, test));
        List<String> missing = missing(facts, test);
        if (!missing.isEmpty()) {
            int more = missing.size() - NAMED;
            notes.add("the test part has no example of "
                    + String.join(", ", missing.subList(0, Math.min(NAMED, missing.size())))
                    + (more > 0 ? " and " + Lines.count(more, "other label") : "")
                    + ": how well such are known is not measured");
        }
        if (test.size() < FEW) {
            notes.add("measured on " + Lines.count(test.size(), "test example")
                    + " only, which tells little; add more, or" + " let 'graft crossval' test all examples in turn");
        }
        return new TrainingData(train, valid, test, facts, List.copyOf(notes), List.copyOf(unreadable));
    }

    /** Classes that the model learns and nothing tests. */
    private static List<String> missing(Facts train, Dataset<?> test) throws IOException {
        Set<String> tested = Facts.of(test).counts().keySet();
        return train.counts().keySet().stream()
                .filter(name -> !tested.contains(name))
                .map(name -> "'" + name + "'")
                .toList();
    }

    private static List<String> repeats(Dataset<?> train, Dataset<?> test) throws IOException {
        List<String> notes = new ArrayList<>();
        Duplicates inside = Duplicates.within(train);
        if (inside.contradicting() > 0) {
            notes.add("training examples that equal another with another label: " + inside.contradicting());
        }
        if (inside.exact() + inside.near() > 0) {
            notes.add("the training part holds " + inside.exact() + " exact and " + inside.near() + " near duplicates");
        }
        Duplicates across = Duplicates.across(train, test);
        if (!across.isEmpty()) {
            notes.add(across.exact() + " test examples stand in the training part too, and " + across.near()
                    + " nearly so: the test flatters the model");
        }
        return notes;
    }
}
