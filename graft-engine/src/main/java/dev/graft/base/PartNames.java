package dev.graft.base;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@link Storage} calls things while they are not yet, or no longer, what their names say. */
final class PartNames {
    private static final int LONGEST = 200; // bytes that leave room for a suffix in the 255 of a file name
    private static final Pattern PART = Pattern.compile("(.+)\\.(new|old|lock|\\d+-\\d+)\\.part", Pattern.DOTALL);
    private static final AtomicLong FILES = new AtomicLong();

    private PartNames() {}

    /** Beside a file while it is written; another for each writer. */
    static Path file(Path target) {
        return beside(target, ProcessHandle.current().pid() + "-" + FILES.incrementAndGet());
    }

    /** Beside a folder while its successor is built. */
    static Path next(Path target) {
        return beside(target, "new");
    }

    /** Beside a folder while its successor takes its place. */
    static Path old(Path target) {
        return beside(target, "old");
    }

    static Path lock(Path target) {
        return beside(target, "lock");
    }

    /** What a part was to become, or empty text where a name is not one of ours. */
    static String targetOf(String part) {
        Matcher matcher = PART.matcher(part);
        return matcher.matches() ? matcher.group(1) : "";
    }

    static boolean isFilePart(String part) {
        Matcher matcher = PART.matcher(part);
        return matcher.matches() && Character.isDigit(matcher.group(2).charAt(0));
    }

    /** A name too long for a suffix, of which only the hash is left, so that nobody can say what it was. */
    static boolean isShortened(String target) {
        return target.matches("[0-9a-f]{64}");
    }

    private static Path beside(Path target, String kind) {
        String name = target.getFileName().toString();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        String stem = bytes.length <= LONGEST ? name : Digest.sha256(bytes);
        return target.resolveSibling(stem + "." + kind + ".part");
    }
}
