package dev.graft.data;

import java.util.Locale;

/** What a network reads. */
public enum Modality {
    TEXT,
    IMAGE;

    /** As in {@code --modality text}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
