package dev.graft.bench.study;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Runs the scripts beside this class with a Python that has what they import, where there is one. */
record Python(String command) {
    private static final List<String> COMMANDS = List.of("python3", "/usr/bin/python3");

    /** The first Python that can import all of some modules. */
    static Optional<Python> with(String... modules) {
        return COMMANDS.stream()
                .filter(command -> imports(command, modules))
                .findFirst()
                .map(Python::new);
    }

    private static boolean imports(String command, String... modules) {
        try {
            Process process = new ProcessBuilder(command, "-c", "import " + String.join(", ", modules))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A script at work, whose lines are read as it writes them. */
    record Running(Process process, BufferedReader lines) implements AutoCloseable {
        String line() throws IOException {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the script ended before it had said all; its complaint is above");
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            lines.close();
        }
    }

    /** @param script name of a resource beside this class */
    Running run(String script, List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(command, "-"));
        words.addAll(arguments);
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream text = Objects.requireNonNull(Python.class.getResourceAsStream(script), script);
                OutputStream in = process.getOutputStream()) {
            text.transferTo(in);
        }
        return new Running(process, process.inputReader(StandardCharsets.UTF_8));
    }
}
