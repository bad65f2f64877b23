package dev.graft.backbone;

import java.util.List;

/** Lists of names for people. */
final class Names {
    private static final int MOST = 4;

    private Names() {}

    /** The first few, and how many more there are. */
    static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(MOST, names.size())));
        return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
    }
}
