package dev.graft.base;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The sizes of a tensor, outermost first; no sizes for a single value. */
public record Shape(long... sizes) {
    public Shape {
        sizes = sizes.clone();
        for (long size : sizes) {
            Check.that(size >= 0, "a shape's sizes must be at least 0, were " + Arrays.toString(sizes));
        }
    }

    @Override
    public long[] sizes() {
        return sizes.clone();
    }

    public int rank() {
        return sizes.length;
    }

    /** Number of elements. @throws ArithmeticException where it exceeds a long */
    public long count() {
        long count = 1;
        for (long size : sizes) {
            count = size == 0 ? 0 : Math.multiplyExact(count, size);
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** As {@code (32, 128, 384)}. */
    @Override
    public String toString() {
        return Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
