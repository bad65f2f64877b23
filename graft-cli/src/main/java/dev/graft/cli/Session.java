package dev.graft.cli;

import dev.graft.base.Check;
import dev.graft.data.Watch;
import dev.graft.hub.Home;
import dev.graft.hub.Hub;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One call of {@code graft}: its streams, the options that every command has, and what it will end with. */
final class Session {
    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private final ShownProgress progress;
    private boolean json;
    private boolean verbose;
    private long seed = 42;
    private OptionalInt threads = OptionalInt.empty();
    private int exitCode = Failure.DONE;
    private volatile int signal;
    private volatile Runnable tidying = () -> {};
    private boolean answered;
    private boolean over;
    private long began = System.nanoTime();

    Session(PrintStream out, PrintStream err, Terminal terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.progress = new ShownProgress(err, terminal);
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    Terminal terminal() {
        return terminal;
    }

    ShownProgress progress() {
        return progress;
    }

    boolean json() {
        return json;
    }

    void json(boolean on) {
        json = on;
    }

    boolean verbose() {
        return verbose;
    }

    void verbose(boolean on) {
        verbose = on;
    }

    long seed() {
        return seed;
    }

    void seed(long number) {
        seed = number;
    }

    void threads(int count) {
        threads = OptionalInt.of(Check.atLeast("--threads", count, 1));
    }

    OptionalInt threads() {
        return threads;
    }

    Hub hub() {
        return Hub.standard();
    }

    Home home() {
        return Home.standard();
    }

    /** Opens data, and shows how far the looking at pictures is. */
    <T> T opening(Opening<T> work) throws IOException {
        try (Watch watch = Watch.open(progress.looking())) {
            return work.open();
        }
    }

    /** What opens data. */
    interface Opening<T> {
        T open() throws IOException;
    }

    /** Before anything heavy: where its libraries unpack, how much they say, how many processors they use. */
    void prepareEngine() {
        EngineStart.prepare(this);
    }

    /** A line for people; with {@code --json} standard output holds nothing but the object. */
    void say(String line) {
        if (!json) {
            out.println(line);
        }
    }

    /** Something that a user should know, beside the answer. */
    void warn(String line) {
        progress.note(line);
    }

    /** The answer to programs, where they asked for it. */
    synchronized void answer(Map<String, ?> object) {
        if (json && !over) {
            out.println(Json.line(object));
        }
        answered = true;
    }

    /** The answer of a command that a signal ends before it has given one; what it gives later is left out. */
    synchronized void stopped(int code) {
        if (!answered) {
            new Failure(code, "stopped", "stopped before it was done", Optional.empty()).tell(this);
        }
        over = true;
    }

    /** Removes what a command that a signal ends would leave behind. */
    void tidy() {
        tidying.run();
    }

    /** @param work that {@link #tidy} does; nothing of it may be needed any more */
    void tidying(Runnable work) {
        tidying = work;
    }

    /** The process is older than this session. */
    void beganEarlier(Duration age) {
        began -= age.toNanos();
    }

    /** When the command began, by {@link System#nanoTime}. */
    long began() {
        return began;
    }

    /** What the command ends with though nothing was thrown. */
    void exitCode(int code) {
        exitCode = code;
    }

    int exitCode() {
        return exitCode;
    }

    /** Exit code of the signal that came, 0 for none. */
    int signal() {
        return signal;
    }

    void signal(int code) {
        signal = code;
    }
}
