package dev.graft.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.ObjectInputFilter;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The {@code graft} command: arguments in, an exit code out. */
public final class Graft {
    private Graft() {}

    public static void main(String[] args) {
        ObjectInputFilter.Config.setSerialFilter(
                ObjectInputFilter.Config.createFilter("!*")); // nothing is ever read so
        System.setProperty("java.awt.headless", "true"); // letters under pictures want no display
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        Session session = new Session(out, err, Terminal.ofStandardError());
        ProcessHandle.current()
                .info()
                .startInstant()
                .ifPresent(start -> session.beganEarlier(Duration.between(start, Instant.now())));
        Signals.handle(session);
        System.exit(run(args, session));
    }

    /** Runs one command in this process. @return 0, 1 for a fault, 2 for bad input, 130 or 143 when stopped */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        return run(args, new Session(out, err, Terminal.NONE));
    }

    static int run(String[] args, Session session) {
        int code;
        try {
            code = commandLine(session).execute(args);
        } catch (Throwable e) { // what picocli itself does not hand to us, as an error of the virtual machine
            code = Failure.of(e, session).tell(session);
        }
        session.progress().close();
        session.out().flush();
        if (session.out().checkError() && code == Failure.DONE) {
            session.err()
                    .println("graft: standard output was closed or its disk is full, so part of the answer is lost;"
                            + " write to a place with room and repeat");
            code = Failure.FAULT;
        }
        session.err().flush();
        return code;
    }

    static CommandLine commandLine(Session session) {
        CommandLine line = new CommandLine(new RootCommand(session));
        for (Command command : Command.all(session)) {
            line.addSubcommand(command);
        }
        return line.setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .setOut(writer(session.out()))
                .setErr(writer(session.err()))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(session.terminal().ansi()))
                .registerConverter(Path.class, Values::path)
                .registerConverter(int.class, Values::whole)
                .registerConverter(Integer.class, Values::whole)
                .registerConverter(long.class, Values::large)
                .registerConverter(Long.class, Values::large)
                .registerConverter(Duration.class, Values::time)
                .registerConverter(double.class, Values::number)
                .registerConverter(Double.class, Values::number)
                .setParameterExceptionHandler((e, given) -> refused(e, given, session))
                .setExecutionExceptionHandler(
                        (e, at, result) -> Failure.of(e, session).tell(session));
    }

    private static PrintWriter writer(PrintStream to) {
        return new PrintWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), true);
    }

    private static int refused(ParameterException e, String[] args, Session session) {
        session.json(session.json() || Arrays.asList(args).contains("--json"));
        return Failure.ofArguments(e).tell(session);
    }

    /** In UTF-8 whatever the locale: names of classes and files must come out as they are. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }
}
