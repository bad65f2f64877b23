package dev.graft.bench.study;

import dev.graft.base.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/results.md, each section of which one command rewrites. */
public final class ResultsPage {
    private static final Path FILE = Path.of("docs", "results.md");
    private static final String HEAD = "# Results\n\nEach section is written by the command that it names.\n";

    private ResultsPage() {}

    /** Replaces a section, or adds it at the end. */
    public static void rewrite(String name, String title, String body) throws IOException {
        String before = Files.exists(FILE) ? Files.readString(FILE, StandardCharsets.UTF_8) : HEAD;
        String begin = "<!-- begin " + name + " -->";
        String end = "<!-- end " + name + " -->";
        String section = begin + "\n## " + title + "\n\n" + body.strip() + "\n" + end;
        Matcher known = Pattern.compile(Pattern.quote(begin) + ".*?" + Pattern.quote(end), Pattern.DOTALL).matcher(before);
        String after = known.find()
                ? known.replaceFirst(Matcher.quoteReplacement(section))
                : before.stripTrailing() + "\n\n" + section + "\n";
        Storage.LOCAL.writeFile(FILE, out -> out.write(after.getBytes(StandardCharsets.UTF_8)));
    }
}
