package dev.graft.bench.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a child process measured, as the last line of its standard output: one JSON object. */
public final class Line {
    private Line() {}

    /** @param pairs names and values in turn */
    static void print(Object... pairs) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            figures.put((String) pairs[i], pairs[i + 1]);
        }
        print(figures);
    }

    public static void print(Map<String, Object> figures) {
        System.out.println(JsonMapper.builder().build().writeValueAsString(figures));
    }

    /** The most memory that this process has had resident, where the system tells; else 0. */
    public static long peakBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.exists(status)
                ? 0
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElse(0);
    }
}
