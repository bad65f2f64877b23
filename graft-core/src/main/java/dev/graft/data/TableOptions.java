package dev.graft.data;

import dev.graft.base.Check;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * How a table is to be read; what is empty is found out.
 *
 * @param textColumn name of the column with the texts; else {@code text}
 * @param secondTextColumn name of the column with the other text of each pair; else {@code text2} where there is one
 * @param labelColumn name of the column with what is to be learned; else {@code label}
 * @param labelSeparator what stands between the labels of one cell; if given, each row has any number of labels
 * @param kind what the label column holds; else several labels if separated, numbers if all are numbers and not all
 *     whole, one label otherwise
 * @param charset how the file is coded; else UTF-8, or UTF-16 if it begins with a byte order mark
 * @param requireLabels whether a file without labels is refused; for prediction they are not needed
 */
public record TableOptions(
        Optional<String> textColumn,
        Optional<String> secondTextColumn,
        Optional<String> labelColumn,
        Optional<String> labelSeparator,
        Optional<TargetKind> kind,
        Optional<Charset> charset,
        boolean requireLabels) {

    public static final TableOptions DEFAULTS = new TableOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true);

    public TableOptions {
        Check.that(
                labelSeparator.map(s -> !s.isEmpty()).orElse(true), "labelSeparator must have a character, was empty");
        Check.that(
                labelSeparator.isEmpty() || kind.orElse(TargetKind.LABELS) == TargetKind.LABELS,
                "labelSeparator is for several labels a row, but kind is "
                        + kind.map(Enum::name).orElse(""));
    }

    public TableOptions withTextColumn(String name) {
        return new TableOptions(
                Optional.of(name), secondTextColumn, labelColumn, labelSeparator, kind, charset, requireLabels);
    }

    public TableOptions withSecondTextColumn(String name) {
        return new TableOptions(
                textColumn, Optional.of(name), labelColumn, labelSeparator, kind, charset, requireLabels);
    }

    public TableOptions withLabelColumn(String name) {
        return new TableOptions(
                textColumn, secondTextColumn, Optional.of(name), labelSeparator, kind, charset, requireLabels);
    }

    public TableOptions withLabelSeparator(String separator) {
        return new TableOptions(
                textColumn, secondTextColumn, labelColumn, Optional.of(separator), kind, charset, requireLabels);
    }

    public TableOptions withKind(TargetKind kind) {
        return new TableOptions(
                textColumn, secondTextColumn, labelColumn, labelSeparator, Optional.of(kind), charset, requireLabels);
    }

    public TableOptions withCharset(Charset charset) {
        return new TableOptions(
                textColumn, secondTextColumn, labelColumn, labelSeparator, kind, Optional.of(charset), requireLabels);
    }

    /** For inputs alone: labels may be missing, or be whatever they are, as nobody looks at them. */
    public TableOptions withoutLabels() {
        return withKind(TargetKind.LABELS).withRequireLabels(false); // the one kind that takes any cell
    }

    public TableOptions withRequireLabels(boolean require) {
        return new TableOptions(textColumn, secondTextColumn, labelColumn, labelSeparator, kind, charset, require);
    }
}
