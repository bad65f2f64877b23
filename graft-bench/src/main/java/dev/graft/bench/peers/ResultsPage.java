package dev.graft.bench.peers;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A Markdown page whose figures are written by programs: {@code docs/results.md}. Each program owns the text between
 * {@code <!-- begin NAME -->} and {@code <!-- end NAME -->}, and everything else belongs to people.
 */
public record ResultsPage(Path file) {

    /** Replaces the named section, or adds it at the end; the page is never seen half written. */
    public void rewrite(String name, String text) throws IOException {
        Check.that(name.matches("[a-z0-9-]+"), "name must be of a-z, 0-9 and -, was '" + name + "'");
        String begin = "<!-- begin " + name + " -->";
        String end = "<!-- end " + name + " -->";
        Check.that(!text.contains(begin) && !text.contains(end), "text must not hold the marks of '" + name + "'");
        String section = begin + "\n" + text.strip() + "\n" + end;
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
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, ".results-", ".md");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(page.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            if (Files.exists(file) && Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(file));
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
