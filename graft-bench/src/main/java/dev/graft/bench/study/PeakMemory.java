package dev.graft.bench.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that this process has had at once, native memory included; Linux alone tells. */
final class PeakMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");

    private PeakMemory() {}

    /** Counts anew from what is held now. */
    static void reset() throws IOException {
        if (Files.exists(RESET)) {
            System.gc();
            Files.writeString(RESET, "5");
        }
    }

    /** In megabytes; NaN where the system does not tell. */
    static double megabytes() throws IOException {
        if (!Files.exists(STATUS)) {
            return Double.NaN;
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1e3)
                .findFirst()
                .orElse(Double.NaN);
    }
}
