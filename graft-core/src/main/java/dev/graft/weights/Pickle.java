package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one Python pickle that {@code torch.save} wrote, without the power to run anything: a machine of those
 * instructions that tensors, numbers and texts in dicts and lists need. A name of Python's stays a name, a call is a
 * choice among the few things that {@link TorchNames} builds, and every other instruction is refused.
 *
 * <p>Source of the instructions: CPython, {@code Lib/pickletools.py}.
 */
final class Pickle {
    private static final int NEWEST = 5; // protocol
    private static final int LONGEST_NAME = 1000;

    private final ByteSource in;
    private final PickleStack stack = new PickleStack(this::bad);
    private final TorchNames torch = new TorchNames(stack);
    private long at; // of the instruction

    private Pickle(ByteSource in) {
        this.in = in;
    }

    /** The object of the pickle that begins at the source's position; the position moves behind it. */
    static Object read(ByteSource in) throws IOException {
        Pickle machine = new Pickle(in);
        while (machine.step()) {
            machine.stack.charge(1);
        }
        return machine.stack.result();
    }

    private boolean step() throws IOException {
        at = in.position();
        int code = in.u8();
        switch (code) {
            case '.' -> {
                return false;
            }
            case 0x80 -> protocol(in.u8());
            case 0x95 -> stack.expect(in.i64() >= 0, "has a frame of a length that cannot be"); // a hint for streams
            case '(' -> stack.mark();
            case 'N' -> stack.push(Pickled.NOTHING);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'J' -> stack.push((long) in.i32());
            case 'K' -> stack.push((long) in.u8());
            case 'M' -> stack.push((long) (in.u8() | in.u8() << 8));
            case 0x8a -> stack.push(integer(in.u8()));
            case 'G' -> stack.push(Double.longBitsToDouble(Long.reverseBytes(in.i64())));
            case 'X', 'T' -> stack.push(text(u32()));
            case 0x8c, 'U' -> stack.push(text(in.u8()));
            case 0x8d -> stack.push(text(in.i64()));
            case 'B' -> bytes(u32());
            case 'C' -> bytes(in.u8());
            case ']' -> stack.push(new ArrayList<>());
            case '}' -> stack.push(new LinkedHashMap<>());
            case ')' -> stack.push(new Pickled.Tuple(List.of()));
            case 0x85, 0x86, 0x87 -> stack.push(new Pickled.Tuple(stack.pop(code - 0x84)));
            case 't' -> stack.push(new Pickled.Tuple(stack.popToMark()));
            case 'a' -> append(stack.pop(1));
            case 'e' -> append(stack.popToMark());
            case 's' -> put(stack.pop(2));
            case 'u' -> put(stack.popToMark());
            case 'h' -> stack.recall(in.u8());
            case 'j' -> stack.recall(u32());
            case 'q' -> stack.remember(in.u8());
            case 'r' -> stack.remember(u32());
            case 0x94 -> stack.remember(stack.remembered());
            case 'c' -> stack.push(torch.named(line(), line()));
            case 0x93 -> stack.push(named(stack.pop(2)));
            case 'R' -> reduce(stack.pop(2));
            case 'b' -> build(stack.pop());
            case 'Q' -> stack.push(torch.storage(stack.pop()));
            default ->
                throw bad("has the instruction " + PickleCodes.name(code) + ", which weights do not need; "
                        + TorchNames.MEND);
        }
        return true;
    }

    private void protocol(int version) throws BadInput {
        stack.expect(version <= NEWEST, "is a pickle of protocol " + version + "; at most " + NEWEST + " is known");
    }

    private long u32() throws IOException {
        return Integer.toUnsignedLong(in.i32());
    }

    /** Little-endian, of two's complement. */
    private Number integer(int count) throws IOException {
        byte[] bytes = in.bytes(count);
        for (int i = 0; i < count / 2; i++) {
            byte low = bytes[i];
            bytes[i] = bytes[count - 1 - i];
            bytes[count - 1 - i] = low;
        }
        BigInteger whole = count == 0 ? BigInteger.ZERO : new BigInteger(bytes);
        return whole.bitLength() < 64 ? (Number) whole.longValue() : whole;
    }

    private String text(long count) throws IOException {
        stack.expect(count >= 0 && count <= in.remaining(), "has a text that is longer than what is left of it");
        stack.charge(2 * count);
        return in.utf8(count);
    }

    private void bytes(long count) throws BadInput {
        in.skip(count);
        stack.push(Pickled.NOTHING);
    }

    /** Up to a line feed. */
    private String line() throws IOException {
        long begin = in.position();
        for (int length = 0; length <= LONGEST_NAME; length++) {
            if (in.u8() == '\n') {
                in.seek(begin);
                String line = in.utf8(length);
                in.skip(1);
                return line;
            }
        }
        throw bad("has a name longer than " + LONGEST_NAME + " bytes");
    }

    private Pickled.Name named(List<Object> moduleAndName) throws BadInput {
        boolean texts = moduleAndName.get(0) instanceof String && moduleAndName.get(1) instanceof String;
        stack.expect(texts, "names a thing of Python's by something that is no text");
        return torch.named((String) moduleAndName.get(0), (String) moduleAndName.get(1));
    }

    @SuppressWarnings("unchecked") // lists of this machine hold objects
    private void append(List<Object> values) throws BadInput {
        stack.expect(stack.top() instanceof List, "puts a value into " + Pickled.kind(stack.top()) + " as into a list");
        stack.charge(8L * values.size());
        ((List<Object>) stack.top()).addAll(values);
    }

    @SuppressWarnings("unchecked") // dicts of this machine hold objects
    private void put(List<Object> keysAndValues) throws BadInput {
        stack.expect(stack.top() instanceof Map, "puts a value into " + Pickled.kind(stack.top()) + " as into a dict");
        stack.expect(keysAndValues.size() % 2 == 0, "has a key without a value");
        Map<Object, Object> dict = (Map<Object, Object>) stack.top();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            Object key = keysAndValues.get(i);
            boolean plain = key instanceof String || key instanceof Number || key instanceof Boolean;
            stack.expect(plain, "has " + Pickled.kind(key) + " as a dict's key; texts and numbers are");
            stack.charge(PickleStack.CELL);
            if (dict.put(key, keysAndValues.get(i + 1)) != null) {
                throw bad("has '" + key + "' twice in one dict");
            }
        }
    }

    private void reduce(List<Object> nameAndArguments) throws BadInput {
        Object called = nameAndArguments.get(0);
        stack.expect(
                called instanceof Pickled.Name, "calls " + Pickled.kind(called) + "; only known names may be called");
        Object given = nameAndArguments.get(1);
        stack.expect(given instanceof Pickled.Tuple, "calls '" + called + "' with " + Pickled.kind(given));
        stack.push(torch.built((Pickled.Name) called, ((Pickled.Tuple) given).values()));
    }

    /** An ordered dict's attributes, as the versions of layers: nothing that weights need. */
    private void build(Object attributes) throws BadInput {
        boolean plain = stack.top() instanceof Map && attributes instanceof Map;
        stack.expect(plain, "gives attributes to " + Pickled.kind(stack.top()) + "; only an ordered dict has some");
    }

    private BadInput bad(String problem) {
        return in.bad(at, "the pickle " + problem);
    }
}
