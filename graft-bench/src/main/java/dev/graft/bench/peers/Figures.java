package dev.graft.bench.peers;

import tools.jackson.databind.ObjectMapper;

/** What a child process measured, as the last line of its standard output: one JSON object. */
final class Figures {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Figures() {}

    static void print(Object record) {
        System.out.println(JSON.writeValueAsString(record));
    }
}
