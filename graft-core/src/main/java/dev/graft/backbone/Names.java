package dev.graft.backbone;

import java.util.List;

/** Lists of names for people. */
final class Names {
    private static final int FEW = 4;

    private Names() {}

    /** The first few, and how many more there are. */
    static String some(List<String> names) {
        return some(names, FEW);
    }

    static String some(List<String> names, int most) {
        String first = String.join(", ", names.subList(0, Math.min(most, names.size())));
        return names.size() <= most ? first : first + " and " + (names.size() - most) + " more";
    }
}
