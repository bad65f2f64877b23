package dev.graft.cli;

import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.base.Lines;
import dev.graft.engine.EngineException;
import dev.graft.train.StoppedException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a command ends that does not end well.
 *
 * @param exit code of the process
 * @param code for programs: {@code bad-input}, {@code bad-arguments}, {@code fault}, {@code memory}, {@code stopped}
 * @param message one line for people
 * @param cause whose trace goes to a log file; empty where the line says all
 */
record Failure(int exit, String code, String message, Optional<Throwable> cause) {
    static final int DONE = 0;
    static final int FAULT = 1;
    static final int REFUSED = 2;

    static Failure of(Throwable thrown, Session session) {
        Throwable e = thrown;
        while (e.getCause() != null
                && (e instanceof java.io.UncheckedIOException
                        || e instanceof java.util.concurrent.ExecutionException)) {
            e = e.getCause();
        }
        if (e instanceof BadInput) {
            return new Failure(REFUSED, "bad-input", e.getMessage(), Optional.empty());
        }
        if (e instanceof BadArgument || e instanceof TypeConversionException) {
            return new Failure(REFUSED, "bad-arguments", e.getMessage(), Optional.empty());
        }
        if (e instanceof ParameterException arguments) {
            return ofArguments(arguments);
        }
        if (e instanceof StoppedException) {
            return new Failure(
                    session.signal() == 0 ? Signals.INTERRUPTED : session.signal(),
                    "stopped",
                    e.getMessage(),
                    Optional.empty());
        }
        if (e instanceof OutOfMemoryError || (e instanceof EngineException refused && refused.outOfMemory())) {
            return new Failure(
                    FAULT,
                    "memory",
                    "memory ran out; give Java more (GRAFT_JAVA_OPTS=-Xmx4g), or use less data or a smaller --batch-size",
                    Optional.of(e));
        }
        return new Failure(FAULT, "fault", sentence(e), Optional.of(e));
    }

    private static String sentence(Throwable e) {
        String said = e.getMessage() == null || e.getMessage().isBlank()
                ? ""
                : e.getMessage().split("\n", 2)[0];
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": this user may not read or write it; change its permissions";
        }
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": it vanished while it was worked on";
        }
        if (e instanceof FileSystemException file && file.getReason() != null) {
            return file.getFile() + ": " + file.getReason();
        }
        if (e instanceof StackOverflowError) {
            return "an input is nested too deeply";
        }
        return said.isEmpty() ? "something unforeseen happened in Graft" : said;
    }

    /** With the nearest name, where one is near. */
    static Failure ofArguments(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String said = e.getMessage();
        if (e.getCause() instanceof BadArgument ours) {
            said = ours.getMessage();
        }
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String name = unmatched.getUnmatched().get(0);
            boolean option = name.startsWith("-");
            boolean subcommand = !option && !command.subcommands().isEmpty();
            Set<String> known = option
                    ? command.optionsMap().keySet().stream()
                            .filter(n -> n.startsWith("--"))
                            .collect(Collectors.toSet())
                    : command.subcommands().keySet();
            said = (option ? "unknown option '" : subcommand ? "unknown command '" : "unexpected argument '") + name
                    + "'"
                    + Check.nearest(name.split("=", 2)[0], known)
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse(
                                    subcommand || option
                                            ? ""
                                            : "; if it is a value, put its option before it, and quote blanks");
        }
        String sentence = said.matches(".*[?.]") ? said : said + ".";
        return new Failure(
                REFUSED,
                "bad-arguments",
                Lines.one(sentence + " See '" + command.qualifiedName() + " --help'."),
                Optional.empty());
    }

    /** Prints what happened, for people and, where asked for, for programs. @return the exit code */
    int tell(Session session) {
        session.progress().close();
        Optional<String> log = cause.flatMap(FaultLog::write);
        session.err()
                .println(Lines.one("graft: " + message)
                        + log.map(path -> " (details: " + path + ")").orElse(""));
        if (session.verbose()) {
            cause.ifPresent(e -> e.printStackTrace(session.err()));
        }
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", Lines.one(message));
        error.put("exit", exit);
        log.ifPresent(path -> error.put("log", path));
        session.answer(Map.of("error", error));
        return exit;
    }
}
