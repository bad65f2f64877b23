package dev.graft.data;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.base.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The class names of a task, each with its index: sorted by code point, or as numbers if all are numbers. */
public final class Labels {
    /** By code point, as Python and file lists sort; {@code String.compareTo} goes by UTF-16 unit. */
    static final Comparator<String> ORDER = ((Comparator<String>) (a, b) ->
                    Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)))
            .thenComparing(Comparator.naturalOrder());

    private final List<String> names;
    private final Map<String, Integer> indices = new HashMap<>();

    private Labels(List<String> names) {
        this.names = List.copyOf(names);
        names.forEach(name -> indices.put(name, indices.size()));
    }

    /** The distinct names in their order. */
    public static Labels of(Collection<String> names) {
        Set<String> distinct = new HashSet<>(names);
        boolean numbers = distinct.stream().allMatch(TargetKind::isNumber);
        Comparator<String> order = numbers
                ? Comparator.<String>comparingDouble(Double::parseDouble).thenComparing(ORDER)
                : ORDER;
        return new Labels(distinct.stream().sorted(order).toList());
    }

    /** Names in an order that is already decided, as a saved model's. */
    @JsonCreator
    public static Labels inOrder(List<String> names) {
        Labels labels = new Labels(names);
        Check.that(labels.indices.size() == names.size(), "labels must differ, were " + names);
        return labels;
    }

    /** All classes that a dataset's targets name. */
    public static Labels of(Dataset<?> data) throws IOException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < data.size(); i++) {
            names.addAll(data.target(i).classes());
        }
        return of(names);
    }

    public int size() {
        return names.size();
    }

    public String name(int index) {
        return names.get(index);
    }

    /** In [0, size); a name that is not there is an error that tells the nearest that is. */
    public int index(String name) {
        Integer index = indices.get(name);
        if (index == null) {
            throw Check.unknown("label", name, names.subList(0, Math.min(names.size(), 100)));
        }
        return index;
    }

    public boolean contains(String name) {
        return indices.containsKey(name);
    }

    @JsonValue
    public List<String> names() {
        return names;
    }

    /**
     * Names that look like one class written in two ways (case, coding of accents, blanks, {@code 1} and {@code 1.0})
     * and names that look like missing values.
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        Map<String, String> seen = new HashMap<>();
        for (String name : names) {
            String twin = seen.putIfAbsent(likeness(name), name);
            if (twin != null) {
                warnings.add("labels '" + twin + "' and '" + name + "' are learned as two classes, "
                        + difference(twin, name) + "; write them alike if they are one");
            }
            if (name.strip().matches("(?i)nan|null|none|n/a|na|\\?|<na>")) {
                warnings.add(
                        "label '" + name + "' is learned as a class; if it marks a missing value, remove its rows");
            }
        }
        return List.copyOf(warnings);
    }

    private static String likeness(String name) {
        return TargetKind.isNumber(name) ? "number " + (Double.parseDouble(name) + 0.0) : Plain.text(name);
    }

    private static String difference(String a, String b) {
        if (TargetKind.isNumber(a) && TargetKind.isNumber(b)) {
            return "though they are the same number";
        }
        if (Plain.composed(a).equals(Plain.composed(b))) {
            return "though they differ only in how accents are coded (NFC, NFD)";
        }
        return a.strip().equalsIgnoreCase(b.strip()) && !a.strip().equals(b.strip())
                ? "though they differ only in upper and lower case"
                : "though they differ only in blanks, case or coding";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels labels && names.equals(labels.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
