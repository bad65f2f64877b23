package dev.graft.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Pickles put together of their instructions; each char is a byte. */
final class PickleText {
    private PickleText() {}

    static byte[] bytes(String pickle) {
        return pickle.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** With the protocol before it and STOP behind. */
    static String whole(String body) {
        return "\u0080\u0002" + body + ".";
    }

    static String text(String text) {
        return "X" + i32(text.length()) + text;
    }

    static String number(long value) {
        return value == (int) value ? "J" + i32((int) value) : "\u008a\u0008" + i64(value);
    }

    static String name(String module, String name) {
        return "c" + module + "\n" + name + "\n";
    }

    static String tuple(String... values) {
        return "(" + String.join("", values) + "t";
    }

    static String numbers(long... values) {
        return Arrays.stream(values).mapToObj(PickleText::number).collect(Collectors.joining("", "(", "t"));
    }

    static String list(String... values) {
        return "](" + String.join("", values) + "e";
    }

    /** @param keysAndValues by turns */
    static String dict(String... keysAndValues) {
        return "}(" + String.join("", keysAndValues) + "u";
    }

    static String call(String name, String... arguments) {
        return name + tuple(arguments) + "R";
    }

    static String storage(String key, String type, long count) {
        return tuple(text("storage"), name("torch", type), text(key), text("cpu"), number(count)) + "Q";
    }

    static String view(String storage, long offset, String sizes, String strides) {
        return call(
                name("torch._utils", "_rebuild_tensor_v2"),
                storage,
                number(offset),
                sizes,
                strides,
                "\u0089",
                call(name("collections", "OrderedDict")));
    }

    /** A float vector that is its whole storage. */
    static String vector(String key, long count) {
        return view(storage(key, "FloatStorage", count), 0, numbers(count), numbers(1));
    }

    /** A file in the format before 1.6 of an object without storages. */
    static String legacy(String object) {
        return legacyStart() + whole(object) + whole(list());
    }

    /** What such a file has before its object. */
    static String legacyStart() {
        return whole("\u008a\n\u006c\u00fc\u009c\u0046\u00f9\u0020\u006a\u00a8\u0050\u0019")
                + whole(number(1001))
                + whole(dict(text("little_endian"), "\u0088"));
    }

    static String i32(long value) {
        return little(4, value);
    }

    static String i64(long value) {
        return little(8, value);
    }

    static String i16(long value) {
        return little(2, value);
    }

    private static String little(int count, long value) {
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    }
}
