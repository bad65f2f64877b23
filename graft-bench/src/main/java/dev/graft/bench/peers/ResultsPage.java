package dev.graft.bench.peers;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.base.Lock;
import dev.graft.base.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A Markdown page whose figures are written by programs: {@code docs/results.md}. Each program owns the text between
 * {@code <!-- begin NAME -->} and {@code <!-- end NAME -->}, and everything else belongs to people.
 */
public record ResultsPage(Path file) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Replaces the named section, or adds it at the end; the page is never seen half written, nor by two at once. */
    public void rewrite(String name, String text) throws IOException {
        Check.that(name.matches("[a-z0-9-]+"), "name must be of a-z, 0-9 and -, was '" + name + "'");
        String begin = "<!-- begin " + name + " -->";
        String end = "<!-- end " + name + " -->";
        Check.that(!text.contains(begin) && !text.contains(end), "text must not hold the marks of '" + name + "'");
        try (Lock lock = Storage.LOCAL.lock(file, PATIENCE)) {
            put(begin, text.strip(), end, name);
        }
    }

    private void put(String begin, String text, String end, String name) throws IOException {
        String section = begin + "\n" + text + "\n" + end;
        String page = Files.exists(file) ? Files.readString(file) : "";
        int from = only(page, begin);
        int to = only(page, end);
        if (from < 0 && to < 0) {
            String before = page.isBlank() ? "" : page.stripTrailing() + "\n\n";
            write(before + section + "\n");
        } else if (from < 0 || to < from) {
            throw new BadInput(file + ", section " + name, "lacks a begin or an end before it; mend the marks by hand");
        } else {
            write(page.substring(0, from) + section + page.substring(to + end.length()));
        }
    }

    /** Where the mark stands, -1 if nowhere. */
    private int only(String page, String mark) throws BadInput {
        int at = page.indexOf(mark);
        if (at >= 0 && page.indexOf(mark, at + 1) >= 0) {
            throw new BadInput(file.toString(), "has '" + mark + "' twice; keep one");
        }
        return at;
    }

    private void write(String page) throws IOException {
        Storage.LOCAL.writeFile(file, to -> to.write(page.getBytes(StandardCharsets.UTF_8)));
    }
}
