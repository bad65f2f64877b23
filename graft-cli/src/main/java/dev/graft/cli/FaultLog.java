package dev.graft.cli;

import dev.graft.base.Build;
import dev.graft.base.Storage;
import dev.graft.hub.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A file with what the one line on the terminal leaves out. */
final class FaultLog {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private FaultLog() {}

    /** In the home's {@code logs}, else among temporary files; empty where neither can be written. */
    static Optional<String> write(Throwable e) {
        String name = "graft-" + LocalDateTime.now(ZoneId.systemDefault()).format(NAME) + "-"
                + ProcessHandle.current().pid() + ".log";
        for (Path folder :
                List.of(Home.standard().root().resolve("logs"), Path.of(System.getProperty("java.io.tmpdir")))) {
            try {
                Path file = folder.resolve(name).toAbsolutePath();
                byte[] text = text(e).getBytes(StandardCharsets.UTF_8);
                Storage.LOCAL.writeFile(file, out -> out.write(text));
                return Optional.of(file.toString());
            } catch (IOException | RuntimeException unwritable) {
                continue; // the next place
            }
        }
        return Optional.empty();
    }

    private static String text(Throwable e) {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(text);
        writer.println("graft " + Build.version() + ", Java " + System.getProperty("java.version") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        e.printStackTrace(writer);
        writer.flush();
        return text.toString();
    }
}
