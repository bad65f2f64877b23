package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Which columns of a table hold the texts and the labels, and what was assumed to find them. */
record Columns(int text, OptionalInt second, OptionalInt label, List<String> notes) {
    private static final Set<String> LABEL_NAMES = Set.of(
            "labels",
            "category",
            "categories",
            "class",
            "target",
            "intent",
            "sentiment",
            "y",
            "topic",
            "tag",
            "rating",
            "score",
            "stars");
    private static final Set<String> TEXT_NAMES = Set.of(
            "sentence",
            "question",
            "review",
            "comment",
            "content",
            "message",
            "document",
            "utterance",
            "query",
            "tweet",
            "body");

    static Columns choose(List<String> names, TableOptions options, String file) throws BadInput {
        List<String> notes = new ArrayList<>();
        OptionalInt label = label(names, options, file, notes);
        int text = text(names, options, label, file, notes);
        OptionalInt second = options.secondTextColumn().isPresent()
                ? OptionalInt.of(named(names, options.secondTextColumn().get(), "--text2-column", file))
                : names.get(text).equalsIgnoreCase("text") ? exactly(names, "text2") : OptionalInt.empty();
        return new Columns(text, second, label, List.copyOf(notes));
    }

    private static OptionalInt label(List<String> names, TableOptions options, String file, List<String> notes)
            throws BadInput {
        if (options.labelColumn().isPresent()
                && !options.requireLabels()
                && !names.contains(options.labelColumn().get())) {
            return OptionalInt.empty(); // a table to be answered needs no column for the answers
        }
        if (options.labelColumn().isPresent()) {
            return OptionalInt.of(named(names, options.labelColumn().get(), "--label-column", file));
        }
        OptionalInt label = exactly(names, "label");
        if (label.isEmpty()) {
            label = only(names, LABEL_NAMES, options.textColumn());
            if (options.requireLabels()) {
                label.ifPresent(i -> notes.add("labels are taken from column '" + names.get(i) + "'"));
            }
        }
        if (label.isEmpty() && options.requireLabels()) {
            throw missing(names, "label", "--label-column", file);
        }
        return label;
    }

    private static int text(
            List<String> names, TableOptions options, OptionalInt label, String file, List<String> notes)
            throws BadInput {
        if (options.textColumn().isPresent()) {
            return named(names, options.textColumn().get(), "--text-column", file);
        }
        OptionalInt text = exactly(names, "text");
        if (text.isPresent()) {
            return text.getAsInt();
        }
        List<Integer> left = IntStream.range(0, names.size())
                .filter(i -> i != label.orElse(-1))
                .boxed()
                .toList();
        boolean isHeader = !Header.looksLikeData(names);
        text = left.size() == 1 && isHeader
                ? OptionalInt.of(left.get(0))
                : only(names, TEXT_NAMES, options.secondTextColumn());
        if (text.isEmpty()) {
            throw missing(names, "text", "--text-column", file);
        }
        notes.add("texts are taken from column '" + names.get(text.getAsInt()) + "'");
        return text.getAsInt();
    }

    /** Whether a column is named as those of texts mostly are. */
    static boolean namesText(List<String> names) {
        return names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.equals("text") || TEXT_NAMES.contains(name));
    }

    private static int named(List<String> names, String wanted, String option, String file) throws BadInput {
        OptionalInt found = exactly(names, wanted);
        if (found.isEmpty()) {
            String near = Check.nearest(wanted, names)
                    .map(name -> "; did you mean '" + name + "'?")
                    .orElse("; correct " + option);
            throw new BadInput(file, "no column '" + wanted + "'; there are " + Header.shown(names) + near);
        }
        return found.getAsInt();
    }

    private static BadInput missing(List<String> names, String wanted, String option, String file) {
        return Header.looksLikeData(names)
                ? new BadInput(
                        file + ", row 1",
                        "no column '" + wanted + "', and the first row looks like data (" + Header.shown(names)
                                + "); put a row of column names, such as text,label, before it")
                : new BadInput(
                        file,
                        "no column '" + wanted + "'; the first row names " + Header.shown(names)
                                + "; say which it is with " + option
                                + ", or put a row of column names first if that row is data");
    }

    /** The column of that name, else the first that differs only in case. */
    private static OptionalInt exactly(List<String> names, String wanted) {
        if (names.contains(wanted)) {
            return OptionalInt.of(names.indexOf(wanted));
        }
        return IntStream.range(0, names.size())
                .filter(i -> names.get(i).equalsIgnoreCase(wanted))
                .findFirst();
    }

    /** The one column that has such a name; none if there are two. */
    private static OptionalInt only(List<String> names, Set<String> wanted, Optional<String> taken) {
        int[] found = IntStream.range(0, names.size())
                .filter(i -> wanted.contains(names.get(i).toLowerCase(Locale.ROOT)))
                .filter(i -> !names.get(i).equalsIgnoreCase(taken.orElse("")))
                .toArray();
        return found.length == 1 ? OptionalInt.of(found[0]) : OptionalInt.empty();
    }
}
