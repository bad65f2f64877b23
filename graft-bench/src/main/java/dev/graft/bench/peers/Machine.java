package dev.graft.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where figures were taken.
 *
 * @param cpu model name, or the architecture where the system does not tell
 * @param cores that this process may use
 * @param features of the processor that decide how fast networks run, as Linux names them; empty where it does not tell
 */
public record Machine(String cpu, int cores, List<String> features, String system, String java) {
    private static final List<String> TOLD =
            List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_int8");

    public Machine {
        features = List.copyOf(features);
    }

    public static Machine here() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        List<String> lines = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        return of(lines);
    }

    static Machine of(List<String> cpuinfo) {
        List<String> flags = value(cpuinfo, "flags")
                .map(text -> text.split(" "))
                .flatMap(Arrays::stream)
                .toList();
        return new Machine(
                value(cpuinfo, "model name").findFirst().orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                TOLD.stream().filter(flags::contains).toList(),
                System.getProperty("os.name"),
                System.getProperty("java.version"));
    }

    private static Stream<String> value(List<String> cpuinfo, String key) {
        return cpuinfo.stream()
                .filter(line -> line.startsWith(key) && line.contains(":"))
                .limit(1)
                .map(line -> line.substring(line.indexOf(':') + 1).strip());
    }

    /** One sentence for a page of results. */
    public String sentence() {
        String told = features.isEmpty() ? "" : " (" + String.join(", ", features) + ")";
        return cpu + told + ", " + cores + (cores == 1 ? " core, " : " cores, ") + system + ", Java " + java + ".";
    }
}
