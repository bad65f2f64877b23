package dev.graft.recipe;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Where two recipes differ, for a message. */
final class RecipeDifference {
    private RecipeDifference() {}

    /** As {@code seed was 42, is 7}. */
    static String of(Object before, Object now) {
        List<String> differences = new ArrayList<>();
        collect("", Recipe.JSON.valueToTree(before), Recipe.JSON.valueToTree(now), differences);
        return String.join("; ", differences);
    }

    private static void collect(String path, JsonNode before, JsonNode now, List<String> differences) {
        if (before.isObject() && now.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            names.addAll(before.propertyNames());
            names.addAll(now.propertyNames());
            for (Iterator<String> i = names.iterator(); i.hasNext(); ) {
                String name = i.next();
                collect(path.isEmpty() ? name : path + "." + name, before.path(name), now.path(name), differences);
            }
        } else if (!before.equals(now)) {
            differences.add(path + " was " + before + ", is " + now);
        }
    }
}
