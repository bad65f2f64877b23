package dev.graft.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The numbers that matrix products are computed in; weights, losses and optimizer states stay float32. */
public enum Precision {
    FP32,
    BF16;

    private static final boolean BF16_PAYS = pays(cpuinfo());

    /** The faster of the two on this processor for training and for features. */
    public static Precision fastest() {
        return BF16.pays() ? BF16 : FP32;
    }

    /**
     * Whether this processor computes in it faster than in fp32. Told from what it is and not from a stopwatch, so that
     * two runs on one machine choose alike: with AMX, or with AMD's avx512_bf16. Intel's avx512_bf16 without AMX was
     * measured at 0.6 to 0.95 of fp32; without either, bf16 is 2 to 23 times slower.
     */
    public boolean pays() {
        return this == FP32 || BF16_PAYS;
    }

    static boolean pays(String cpuinfo) {
        boolean amd = cpuinfo.contains("AuthenticAMD");
        return cpuinfo.matches("(?s).*\\bamx_bf16\\b.*") || (amd && cpuinfo.matches("(?s).*\\bavx512_bf16\\b.*"));
    }

    private static String cpuinfo() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("flags") || line.startsWith("vendor_id"))
                    .limit(2)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return ""; // no Linux: nothing known, so fp32
        }
    }
}
