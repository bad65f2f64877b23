package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;

/**
 * One message of the protocol buffers' wire format, field by field, out of bytes whose end is known. Messages within
 * are entered only when asked for, so nesting costs nothing.
 *
 * <p>Source: <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, "Encoding"</a>.
 */
final class Wire {
    private static final int VARINT = 0;
    private static final int I64 = 1;
    private static final int LENGTH = 2;
    private static final int I32 = 5;
    private static final int LONGEST_NAME = 4096;

    private final ByteSource source;
    private final long begin;
    private final long end;
    private long next; // where the next field begins
    private int field;
    private int type;
    private long at; // where the field's value begins
    private long length; // of its value in bytes

    Wire(ByteSource source, long begin, long end) {
        this.source = source;
        this.begin = begin;
        this.at = begin;
        this.next = begin;
        this.end = end;
    }

    /** Goes to the next field; false at the end of the message. */
    boolean next() throws IOException {
        if (next == end) {
            return false;
        }
        source.seek(next);
        at = next;
        long tag = source.varint();
        field = (int) (tag >>> 3);
        type = (int) (tag & 7);
        if (tag >>> 32 != 0 || field == 0) {
            throw source.bad(next, "no field of a message begins here; the file is damaged, or is no ONNX file");
        }
        length = type == LENGTH ? source.varint() : 0;
        at = source.position();
        length = type == LENGTH ? length : fixedLength();
        if (at > end || length > end - at || length < 0) {
            throw source.bad(
                    at,
                    "says that " + Long.toUnsignedString(length) + " bytes follow, but its message has "
                            + Math.max(0, end - at) + "; the file is cut or damaged");
        }
        next = at + length;
        return true;
    }

    private long fixedLength() throws IOException {
        return switch (type) {
            case VARINT -> {
                source.varint();
                yield source.position() - at;
            }
            case I64 -> 8;
            case I32 -> 4;
            default -> throw source.bad(next, "a field of unknown kind " + type + " begins here; the file is damaged");
        };
    }

    long begin() {
        return begin;
    }

    int field() {
        return field;
    }

    long at() {
        return at;
    }

    long length() {
        return length;
    }

    long number() throws IOException {
        expect(VARINT, "a number");
        source.seek(at);
        return source.varint();
    }

    String text() throws IOException {
        expect(LENGTH, "a text");
        if (length > LONGEST_NAME) {
            throw source.bad(at, "a name has " + length + " bytes; at most " + LONGEST_NAME + " are allowed");
        }
        source.seek(at);
        return source.utf8(length);
    }

    Wire message() throws IOException {
        expect(LENGTH, "a message");
        return new Wire(source, at, next);
    }

    BadInput bad(String problem) {
        return source.bad(at, problem);
    }

    private void expect(int wanted, String what) throws BadInput {
        if (type != wanted) {
            throw bad("field " + field + " should hold " + what + "; the file is damaged, or is no ONNX file");
        }
    }
}
