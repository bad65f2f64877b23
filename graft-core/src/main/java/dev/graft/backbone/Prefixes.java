package dev.graft.backbone;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What programs put before the names of a network's tensors: wrappers, and the model that the network is a part of. */
final class Prefixes {
    private static final Set<String> KNOWN = Set.of(
            "module", // DataParallel
            "_orig_mod", // torch.compile
            "model",
            "net",
            "network",
            "backbone",
            "base_model",
            "encoder",
            "trunk",
            "visual",
            "bert",
            "roberta",
            "distilbert");

    private static final int DEEPEST = 4;

    private Prefixes() {}

    /** The prefix under which most of the wanted names are found, the shortest of several; with its last dot. */
    static String of(Collection<String> found, Set<String> wanted) {
        Map<String, Integer> counts = new HashMap<>();
        for (String name : found) {
            int begin = 0;
            for (int depth = 0; depth <= DEEPEST; depth++) {
                if (wanted.contains(name.substring(begin))) {
                    counts.merge(name.substring(0, begin), 1, Integer::sum);
                }
                int dot = name.indexOf('.', begin);
                if (dot < 0 || !KNOWN.contains(name.substring(begin, dot))) {
                    break;
                }
                begin = dot + 1;
            }
        }
        return counts.entrySet().stream()
                .min(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(entry -> entry.getKey().length())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
