package dev.graft.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.TypeConversionException;

/** What stands after an option, as a value; messages without names of Java's classes. */
final class Values {
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
}
