package dev.graft.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a reader left out: how many by each reason, and the first names. */
final class Skipped {
    private static final int NAMED = 3;

    private final Map<String, Reason> reasons = new TreeMap<>();

    private static final class Reason {
        private final List<String> first = new ArrayList<>();
        private int count;
    }

    void add(String reason, String name) {
        Reason known = reasons.computeIfAbsent(reason, r -> new Reason());
        known.count++;
        if (known.first.size() < NAMED) {
            known.first.add(name);
        }
    }

    void addAll(Skipped other) {
        other.reasons.forEach((name, reason) -> {
            Reason known = reasons.computeIfAbsent(name, r -> new Reason());
            known.count += reason.count;
            reason.first.stream().limit(NAMED - known.first.size()).forEach(known.first::add);
        });
    }

    /** A line for each reason, with the first names. */
    List<String> notes() {
        return reasons.entrySet().stream()
                .map(e -> "skipped " + e.getValue().count + " (" + e.getKey() + "): "
                        + String.join(", ", e.getValue().first)
                        + (e.getValue().count > NAMED ? ", ..." : ""))
                .toList();
    }

    /** The same in brackets, to end a message with; nothing if nothing was left out. */
    String found() {
        return reasons.isEmpty() ? "" : " (" + String.join("; ", notes()) + ")";
    }
}
