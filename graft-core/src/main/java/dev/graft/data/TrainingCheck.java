package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refuses data from which nothing can be learned, and says what they lack. */
public final class TrainingCheck {
    private static final int LEAST = 4;
    private static final double UNEQUAL = 10;

    private TrainingCheck() {}

    /** The facts of data that can be trained on; others are refused. */
    public static Facts of(Dataset<?> train) throws IOException {
        return of(train, LEAST);
    }

    /** @param needed how many examples the caller's plan needs at least */
    public static Facts of(Dataset<?> train, int needed) throws IOException {
        Facts facts = Facts.of(train);
        if (facts.kind().isEmpty() && facts.examples() > 0) {
            throw new BadInput(train.name(), "none of its " + facts.examples() + " examples has a label; add labels");
        }
        if (facts.examples() - facts.unlabeled() < Math.max(needed, LEAST)) {
            throw new BadInput(
                    train.name(),
                    (facts.examples() - facts.unlabeled()) + " labeled examples are too few; wanted at least "
                            + Math.max(needed, LEAST));
        }
        switch (facts.kind().orElseThrow()) {
            case LABEL -> {
                severalClasses(train, facts);
                twoOfEach(train, facts);
            }
            case LABELS -> anyClass(train, facts);
            case NUMBER -> severalNumbers(train, facts);
        }
        return facts;
    }

    private static void severalClasses(Dataset<?> train, Facts facts) throws BadInput {
        if (facts.classes() == 1) {
            throw new BadInput(
                    train.name(),
                    "one class only, '" + facts.counts().keySet().iterator().next() + "', in all " + facts.examples()
                            + " examples; add examples of another class");
        }
    }

    static void twoOfEach(Dataset<?> train, Facts facts) throws BadInput {
        List<String> single = facts.counts().entrySet().stream()
                .filter(e -> e.getValue() == 1)
                .map(Map.Entry::getKey)
                .toList();
        if (!single.isEmpty() && facts.kind().equals(Optional.of(TargetKind.LABEL))) {
            throw new BadInput(
                    train.name(),
                    (single.size() == 1 ? "class " : single.size() + " classes, such as ") + "'" + single.get(0)
                            + "', with one example only; wanted 2 at least: add examples, merge it into another class,"
                            + " or remove it" + numbersAdvice(facts));
        }
    }

    private static String numbersAdvice(Facts facts) {
        return facts.counts().keySet().stream().allMatch(TargetKind::isNumber)
                ? " (if these are amounts and not classes, learn numbers: --task regression)"
                : "";
    }

    private static void anyClass(Dataset<?> train, Facts facts) throws BadInput {
        if (facts.classes() == 0) {
            throw new BadInput(train.name(), "no example has any label; add labels");
        }
    }

    private static void severalNumbers(Dataset<?> train, Facts facts) throws BadInput {
        if (facts.least() == facts.most()) {
            throw new BadInput(
                    train.name(),
                    "the number to learn is " + facts.least() + " in all examples; add examples with other numbers");
        }
    }

    /** Refuses a test part with targets of another kind, or classes that were not there to learn. */
    public static void covers(Dataset<?> train, Dataset<?> test) throws IOException {
        Labels known = Labels.of(train);
        boolean numbers = train.target(0) instanceof Target.Value;
        for (int i = 0; i < test.size(); i++) {
            if (test.target(i) instanceof Target.Value != numbers) {
                throw new BadInput(
                        test.get(i).where(),
                        "has " + (numbers ? "a label" : "a number") + " where the training data (" + train.name()
                                + ") have " + (numbers ? "numbers" : "labels") + "; say by --task what is meant");
            }
            for (String name : test.target(i).classes()) {
                if (!known.contains(name)) {
                    throw new BadInput(
                            test.get(i).where(),
                            "class '" + name + "' is not in the training data (" + train.name() + "), which has "
                                    + Header.shown(known.names()) + "; add examples of it there, or remove it here");
                }
            }
        }
    }

    static List<String> warnings(Facts facts) {
        List<String> warnings =
                new ArrayList<>(Labels.of(facts.counts().keySet()).warnings());
        if (facts.imbalance() >= UNEQUAL) {
            warnings.add("classes are unequal: the largest has " + Math.round(facts.imbalance())
                    + " times the examples of the smallest; look at macro F1 rather than accuracy");
        }
        if (facts.kind().equals(Optional.of(TargetKind.LABELS))) {
            facts.counts().forEach((name, count) -> {
                if (count == 1) {
                    warnings.add("label '" + name + "' has one example only and can hardly be learned");
                }
            });
        }
        if (facts.kind().equals(Optional.of(TargetKind.LABELS))
                && facts.classes() > 0
                && facts.counts().values().stream().mapToInt(i -> i).sum() <= facts.examples()) {
            warnings.add("no example has more than one label; if that surprises you, see whether the labels are"
                    + " separated by what was said");
        }
        if (facts.blank() > 0) {
            warnings.add(facts.blank() + " of " + facts.examples() + " texts are empty");
        }
        if (facts.unlabeled() > 0) {
            warnings.add(facts.unlabeled() + " of " + facts.examples() + " examples have no label");
        }
        return List.copyOf(warnings);
    }
}
