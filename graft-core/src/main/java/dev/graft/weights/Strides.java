package dev.graft.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A tensor as a view of a run of elements: which lie how far apart along each axis. */
final class Strides {
    private Strides() {}

    /**
     * Why a view cannot be, or empty where it can.
     *
     * @param elements of the storage
     */
    static String problem(long elements, long offset, long[] sizes, long[] strides) {
        if (sizes.length != strides.length || sizes.length > TensorNames.MOST_SIZES) {
            return "of " + sizes.length + " sizes and " + strides.length + " strides";
        }
        String what = "of sizes " + Arrays.toString(sizes) + " and strides " + Arrays.toString(strides) + " at element "
                + offset;
        if (Arrays.stream(sizes).anyMatch(n -> n < 0) || Arrays.stream(strides).anyMatch(n -> n < 0) || offset < 0) {
            return what + ", but none may be negative";
        }
        try {
            long count = 1;
            long last = offset;
            for (int axis = 0; axis < sizes.length; axis++) {
                count = Math.multiplyExact(count, sizes[axis]);
                last = Math.addExact(last, Math.multiplyExact(Math.max(0, sizes[axis] - 1), strides[axis]));
            }
            if (count > 0 && last >= elements) {
                return what + ", which reaches beyond its storage of " + elements + " elements";
            }
            if (count > elements) {
                return what + ", which blows up a storage of " + elements + " elements to " + count;
            }
            return "";
        } catch (ArithmeticException e) {
            return what + ", which has more than 2^63 elements";
        }
    }

    /** Whether the elements lie side by side in their order. */
    static boolean inOrder(long[] sizes, long[] strides) {
        long wanted = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            if (sizes[axis] != 1 && strides[axis] != wanted) {
                return false;
            }
            wanted *= sizes[axis];
        }
        return true;
    }

    /** Elements from the first to the last of a view that is not empty. */
    static long span(long[] sizes, long[] strides) {
        long span = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            span += (sizes[axis] - 1) * strides[axis];
        }
        return span;
    }

    /**
     * Copies a view's elements in their order.
     *
     * @param from the bytes of its span
     * @param width bytes of an element
     */
    static void gather(byte[] from, int width, long[] sizes, long[] strides, ByteBuffer into) {
        long[] index = new long[sizes.length];
        long at = 0;
        while (into.hasRemaining()) {
            into.put(from, (int) (at * width), width);
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                at += strides[axis];
                if (++index[axis] < sizes[axis]) {
                    break;
                }
                at -= sizes[axis] * strides[axis];
                index[axis] = 0;
            }
        }
    }
}
