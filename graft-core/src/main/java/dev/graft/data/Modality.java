package dev.graft.data;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a network reads. */
public enum Modality {
    TEXT,
    IMAGE;

    /** @throws BadArgument that names the nearest where there is none of this name */
    public static Modality named(String name) {
        List<String> names = Arrays.stream(values()).map(Modality::toString).toList();
        int place = names.indexOf(name);
        if (place < 0) {
            throw Check.unknown("modality", name, names);
        }
        return values()[place];
    }

    /** As in {@code --modality text}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
