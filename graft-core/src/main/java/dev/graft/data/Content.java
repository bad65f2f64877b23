package dev.graft.data;

import java.io.IOException;

/**
 * What an input shows of itself to those who compare, count and fingerprint data. Inputs that do not implement it are
 * compared by {@code equals} and cannot be fingerprinted.
 */
public interface Content {

    /** Bytes that are equal exactly where the inputs are. */
    byte[] bytes() throws IOException;

    /** A digest that inputs share if they differ in nothing that matters, as upper case and blanks in a text. */
    default Likeness likeness() throws IOException {
        return Likeness.of(bytes());
    }

    /** What people see of it in a list: a text itself, the name of a picture. */
    default String shown() {
        return toString();
    }

    /** Hashes of the input's small parts, sorted, none twice; empty where only {@link #likeness} is known. */
    default long[] parts() throws IOException {
        return new long[0];
    }
}
