package dev.graft.bench.peers;

import dev.graft.base.Check;
import dev.graft.base.Lines;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Starts each side of a comparison as a process of its own, by turns, and reads the figures it prints. */
public final class Harness {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Harness() {}

    /**
     * A program to measure.
     *
     * @param main whose {@code main} prints one JSON object as its last line on standard output
     * @param environment set on top of this process' own, as {@code OMP_NUM_THREADS}
     * @param limit after which it is ended, and counts as failed
     */
    public record Child(
            Class<?> main,
            List<String> options,
            List<String> arguments,
            Map<String, String> environment,
            Duration limit) {
        public Child {
            options = List.copyOf(options);
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
        }

        /** With Java's default options, this process' environment and ten minutes. */
        public static Child of(Class<?> main, String... arguments) {
            return new Child(main, List.of(), List.of(arguments), Map.of(), Duration.ofMinutes(10));
        }

        /** The same with one more variable in its environment. */
        public Child with(String variable, String value) {
            Map<String, String> more = new LinkedHashMap<>(environment);
            more.put(variable, value);
            return new Child(main, options, arguments, more, limit);
        }
    }

    /** Runs a child to its end, on this process' Java and class path; nobody's telemetry is on. */
    public static JsonNode run(Child child) throws IOException, InterruptedException {
        Path out = Files.createTempFile("graft-bench-", ".out");
        Path errors = Files.createTempFile("graft-bench-", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command(child));
            builder.environment().putAll(Map.of("ORT_DISABLE_TELEMETRY", "1", "OPT_OUT_TRACKING", "true"));
            builder.environment().putAll(child.environment());
            Process process = builder.redirectOutput(out.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            try {
                if (!process.waitFor(child.limit().toMillis(), TimeUnit.MILLISECONDS)) {
                    throw failed(child, "was not done after " + child.limit().toSeconds() + " s", errors);
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
            if (process.exitValue() != 0) {
                throw failed(child, "ended with " + process.exitValue(), errors);
            }
            return figures(child, Files.readAllLines(out), errors);
        } finally {
            Files.delete(out);
            Files.delete(errors);
        }
    }

    /** Runs the children by turns, A B A B, so that a change of the machine's load meets all alike. */
    public static Map<String, List<JsonNode>> byTurns(Map<String, Child> children, int rounds)
            throws IOException, InterruptedException {
        Check.atLeast("rounds", rounds, 1);
        Map<String, List<JsonNode>> figures = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Child> child : children.entrySet()) {
                figures.computeIfAbsent(child.getKey(), name -> new ArrayList<>())
                        .add(run(child.getValue()));
            }
        }
        return figures;
    }

    /** One number of each run's figures. */
    public static double[] values(List<JsonNode> figures, String field) {
        return figures.stream()
                .mapToDouble(run -> {
                    JsonNode value = run.get(field);
                    Check.that(value != null && value.isNumber(), "figures have no number '" + field + "': " + run);
                    return value.asDouble();
                })
                .toArray();
    }

    private static List<String> command(Child child) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(child.options());
        command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path"))));
        command.add(child.main().getName());
        command.addAll(child.arguments());
        return command;
    }

    private static String absolute(String classPath) {
        return String.join(
                File.pathSeparator,
                classPath
                        .lines()
                        .flatMap(line -> List.of(line.split(File.pathSeparator)).stream())
                        .map(entry -> new File(entry).getAbsolutePath())
                        .toList());
    }

    private static JsonNode figures(Child child, List<String> lines, Path errors) throws IOException {
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        try {
            JsonNode figures = JSON.readTree(last);
            if (figures != null && figures.isObject()) {
                return figures;
            }
        } catch (JacksonException e) {
            // said below, with what the child did print
        }
        throw failed(child, "printed no JSON object as its last line but '" + Lines.one(last) + "'", errors);
    }

    private static IOException failed(Child child, String how, Path errors) throws IOException {
        String said = Files.readString(errors)
                .lines()
                .filter(line ->
                        line.startsWith("Exception in") || line.startsWith("Caused by") || line.contains("Error"))
                .reduce("", (all, line) -> all + " | " + line);
        return new IOException(child.main().getSimpleName() + " " + how + Lines.one(said));
    }
}
