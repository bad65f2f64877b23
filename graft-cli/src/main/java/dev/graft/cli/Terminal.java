package dev.graft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * What standard error is connected to.
 *
 * @param live whether a line on it may be drawn again
 * @param colour whether it shows colours
 * @param width in columns
 */
record Terminal(boolean live, boolean colour, int width) {
    static final Terminal NONE = new Terminal(false, false, 80);

    static Terminal ofStandardError() {
        Map<String, String> environment = System.getenv();
        return of(environment, isTerminal());
    }

    static Terminal of(Map<String, String> environment, boolean terminal) {
        String kind = environment.getOrDefault("TERM", "");
        boolean live = terminal
                && !kind.equals("dumb")
                && environment.getOrDefault("CI", "").isEmpty();
        boolean colour = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(live, colour, width(environment.getOrDefault("COLUMNS", "")));
    }

    private static int width(String columns) {
        return columns.matches("[0-9]{1,4}") && Integer.parseInt(columns) >= 10 ? Integer.parseInt(columns) : 80;
    }

    private static boolean isTerminal() {
        Path descriptor = Path.of("/proc/self/fd/2");
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null; // no Linux: known only for input and output together
        }
    }

    Ansi ansi() {
        return colour ? Ansi.ON : Ansi.OFF;
    }
}
