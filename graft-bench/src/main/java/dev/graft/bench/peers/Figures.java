package dev.graft.bench.peers;

import dev.graft.bench.own.Line;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;

/** What a peer's process measured, as {@link Line} has it, with the memory that it took. */
final class Figures {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Figures() {}

    @SuppressWarnings("unchecked")
    static void print(Object record) throws IOException {
        Map<String, Object> figures = JSON.convertValue(record, LinkedHashMap.class);
        figures.put("peakBytes", Line.peakBytes());
        Line.print(figures);
    }
}
