package dev.graft.bench.study;

import dev.graft.base.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A study's arguments: names of what to study (all where none is given), and {@code name=number} to make it smaller.
 * Figures of smaller runs are kept apart.
 */
record StudyOptions(List<String> wanted, Map<String, Integer> numbers) {
    static StudyOptions parse(String[] arguments, List<String> names, Map<String, Integer> defaults) {
        List<String> wanted = new ArrayList<>();
        Map<String, Integer> numbers = new LinkedHashMap<>(defaults);
        for (String argument : arguments) {
            String[] part = argument.split("=", 2);
            if (part.length == 1) {
                String name = part[0].toUpperCase(Locale.ROOT);
                Check.that(names.contains(name), "wanted one of " + names + ", not " + argument);
                wanted.add(name);
            } else {
                Check.that(defaults.containsKey(part[0]), "wanted one of " + defaults.keySet() + ", not " + argument);
                numbers.put(part[0], Integer.parseInt(part[1]));
            }
        }
        return new StudyOptions(wanted.isEmpty() ? List.copyOf(names) : List.copyOf(wanted), Map.copyOf(numbers));
    }

    int number(String name) {
        return numbers.get(name);
    }
}
