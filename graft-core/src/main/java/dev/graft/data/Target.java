package dev.graft.data;

import dev.graft.base.Check;
import java.util.List;

/** What is to be learned about one input. Open: tags per token or a transcript will be further records. */
public interface Target {

    /** The class names in it, in order; empty for a number and for what has no target. */
    default List<String> classes() {
        return List.of();
    }

    /** The target as it would stand in one cell of a table; equal targets of one kind have equal cells. */
    String cell();

    /** Exactly one class. */
    record Label(String name) implements Target {
        public Label {
            Check.that(!name.isBlank(), "a label must have a name, was blank");
        }

        @Override
        public List<String> classes() {
            return List.of(name);
        }

        @Override
        public String cell() {
            return name;
        }
    }

    /** Any number of classes, none twice; none at all is an answer too. */
    record LabelSet(List<String> names) implements Target {
        public LabelSet {
            names = names.stream().distinct().sorted(Labels.ORDER).toList();
            Check.that(names.stream().noneMatch(String::isBlank), "a label must have a name, was blank");
        }

        @Override
        public List<String> classes() {
            return names;
        }

        @Override
        public String cell() {
            return String.join("|", names);
        }
    }

    /** A number, finite. */
    record Value(double number) implements Target {
        public Value {
            Check.that(Double.isFinite(number), "a target number must be finite, was " + number);
            number += 0.0; // -0 becomes 0, so that equal numbers are equal targets
        }

        @Override
        public String cell() {
            return Double.toString(number);
        }
    }

    /** Nothing is known. */
    record Unlabeled() implements Target {
        @Override
        public String cell() {
            return "";
        }
    }
}
