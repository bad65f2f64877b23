package dev.graft.cli;

import dev.graft.base.Lines;
import dev.graft.train.Progress;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a run is, on standard error: a bar in a terminal, a line now and then elsewhere. */
final class ShownProgress implements Progress, AutoCloseable {
    private static final long BETWEEN_LINES = 15_000_000_000L; // nanoseconds
    private static final int REDRAW = 150; // milliseconds

    /** Of many short epochs few are told: the first ones, the last, and between them one now and then. */
    private static final Pattern EPOCH = Pattern.compile(".*epoch (\\d+) of (\\d+)");

    private static final int FIRST = 3;
    private static final long BETWEEN_EPOCHS = 5_000_000_000L; // nanoseconds

    private final PrintStream err;
    private final Terminal terminal;
    private String work = "";
    private long units;
    private long began;
    private long lastLine;
    private long lastEpoch = System.nanoTime();
    private ProgressBar bar;

    ShownProgress(PrintStream err, Terminal terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized void begin(String what, long count) {
        close();
        work = what;
        units = Math.max(count, 0);
        began = System.nanoTime();
        lastLine = began;
        if (terminal.live() && units > 0) {
            bar = new ProgressBarBuilder()
                    .setTaskName(what)
                    .setInitialMax(units)
                    .setUpdateIntervalMillis(REDRAW)
                    .setStyle(terminal.colour() ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                    .setSpeedUnit(ChronoUnit.SECONDS)
                    .showSpeed()
                    .setConsumer(new Wiped())
                    .build();
        }
    }

    @Override
    public synchronized void at(long done, String note) {
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(note.isEmpty() ? "" : " " + note);
        } else if (System.nanoTime() - lastLine >= BETWEEN_LINES) {
            lastLine = System.nanoTime();
            double seconds = (lastLine - began) / 1e9;
            long left = done == 0 ? 0 : Math.round(seconds / done * Math.max(units - done, 0));
            line(work + ": " + done + " of " + units + after(note) + ", about " + left + " s left");
        }
    }

    @Override
    public synchronized void end(String note) {
        boolean told = !work.isEmpty() && told(EPOCH.matcher(work));
        String line = String.format(
                java.util.Locale.ROOT, "%s: done in %.1f s%s", work, (System.nanoTime() - began) / 1e9, after(note));
        close();
        if (told && (!note.isEmpty() || !line.matches("(features|looking at pictures): done in 0\\..*"))) {
            line(line);
        }
    }

    /** Whether the end of an epoch is worth a line; all other work's is. */
    private boolean told(Matcher epoch) {
        if (epoch.matches()) {
            int number = Integer.parseInt(epoch.group(1));
            boolean edge = number <= FIRST || number == Integer.parseInt(epoch.group(2));
            if (!edge && System.nanoTime() - lastEpoch < BETWEEN_EPOCHS) {
                return false;
            }
            lastEpoch = System.nanoTime();
        }
        return true;
    }

    @Override
    public synchronized void note(String text) {
        if (bar != null) {
            wipe();
        }
        line(text);
    }

    /** Whether training by steps is under way, which can stop and be resumed. */
    synchronized boolean inSteps() {
        return work.contains("epoch ");
    }

    /** Takes the bar away; the next begin makes another. */
    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
        work = "";
    }

    private void wipe() {
        err.print("\r" + " ".repeat(terminal.width() - 1) + "\r");
        err.flush();
    }

    /** Leaves nothing of a bar: what came of the work is told in a line of its own. */
    private final class Wiped extends ConsoleProgressBarConsumer {
        Wiped() {
            super(err, terminal.width() - 1);
        }

        @Override
        public void close() {
            wipe();
        }
    }

    private void line(String text) {
        err.println(Lines.one("graft: " + text));
    }

    private static String after(String note) {
        return note.isEmpty() ? "" : ", " + note;
    }
}
