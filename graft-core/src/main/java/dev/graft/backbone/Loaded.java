package dev.graft.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of loading a file into a network.
 *
 * @param file as it is called
 * @param tensors that were copied
 * @param numbers in them
 * @param adapted tensors that were made to fit, as {@code conv1.weight from (64, 3, 7, 7) to (64, 1, 7, 7)}
 * @param fresh names in the network that stayed as they were: a classifier of other classes
 * @param spare names in the file that were not used
 */
public record Loaded(
        String file, int tensors, long numbers, List<String> adapted, List<String> fresh, List<String> spare) {
    public Loaded {
        adapted = List.copyOf(adapted);
        fresh = List.copyOf(fresh);
        spare = List.copyOf(spare);
    }

    /** For a person, the first line always. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%s: %d tensors, %,d numbers", file, tensors, numbers));
        adapted.forEach(line -> lines.add("made to fit: " + line));
        if (!fresh.isEmpty()) {
            lines.add("begun anew, for other classes: " + String.join(", ", fresh));
        }
        if (!spare.isEmpty()) {
            lines.add("not used: " + Names.some(spare));
        }
        return lines;
    }
}
