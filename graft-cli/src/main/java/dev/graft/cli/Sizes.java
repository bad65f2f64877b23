package dev.graft.cli;

import java.util.Locale;

/** Bytes for people. */
final class Sizes {
    private Sizes() {}

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }

    static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
