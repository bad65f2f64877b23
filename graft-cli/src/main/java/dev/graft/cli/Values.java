package dev.graft.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** What stands after an option, as a value; messages without names of Java's classes. */
final class Values {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?)(s|m|h)");

    private Values() {}

    static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("a path is wanted, was empty");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + text + "' cannot be the name of a file here (" + e.getReason()
                    + "); if it has letters beyond ASCII, set LC_ALL=C.UTF-8");
        }
    }

    static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("a whole number is wanted, was '" + text + "'");
        }
    }

    static long large(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("a whole number is wanted, was '" + text + "'");
        }
    }

    static double number(String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new TypeConversionException("a number is wanted, was '" + text + "'");
    }

    /** As {@code 90s}, {@code 5m} or {@code 1h}, with decimals where wanted. */
    static Duration time(String text) {
        Matcher matcher = TIME.matcher(text.strip());
        if (matcher.matches()) {
            double seconds = Double.parseDouble(matcher.group(1))
                    * switch (matcher.group(2)) {
                        case "s" -> 1;
                        case "m" -> 60;
                        default -> 3600;
                    };
            if (seconds >= 1) {
                return Duration.ofMillis(Math.round(1000 * seconds));
            }
        }
        throw new TypeConversionException("a time of a second or more is wanted, as 90s, 5m or 1h, was '" + text + "'");
    }
}
