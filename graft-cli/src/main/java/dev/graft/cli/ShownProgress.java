package dev.graft.cli;

import dev.graft.base.Lines;
import dev.graft.train.Progress;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a run is, on standard error: a bar in a terminal, a line now and then elsewhere. */
final class ShownProgress implements Progress, AutoCloseable {
    private static final long BETWEEN_LINES = 15_000_000_000L; // nanoseconds
    private static final int REDRAW = 150; // milliseconds

    private final PrintStream err;
    private final Terminal terminal;
    private String work = "";
    private long units;
    private long began;
    private long lastLine;
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
                    .setConsumer(new ConsoleProgressBarConsumer(err, terminal.width() - 1))
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
        boolean told = !work.isEmpty();
        String line = String.format(
                java.util.Locale.ROOT, "%s: done in %.1f s%s", work, (System.nanoTime() - began) / 1e9, after(note));
        close();
        if (told && !terminal.live() && !line.matches("(features|looking at pictures): done in 0\\..*")) {
            line(line);
        } else if (told && !note.isEmpty()) {
            line(line);
        }
    }

    @Override
    public synchronized void note(String text) {
        if (bar != null) {
            err.print("\r" + " ".repeat(terminal.width() - 1) + "\r");
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

    private void line(String text) {
        err.println(Lines.one("graft: " + text));
    }

    private static String after(String note) {
        return note.isEmpty() ? "" : ", " + note;
    }
}
