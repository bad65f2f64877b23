package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.weights.Pickled.Storage;
import dev.graft.weights.Pickled.View;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Five pickles one after another, then the storages in the order of the fifth, each behind its number of elements:
 * PyTorch before 1.6.
 *
 * <p>Source: PyTorch 1.13, {@code torch/serialization.py}, {@code _legacy_load}.
 */
record LegacyLayout(ByteSource source, Object root, Map<String, Long> begins) implements PthLayout {
    static final int MAGIC = 0x80; // of any pickle since protocol 2

    private static final BigInteger FIRST = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final Long VERSION = 1001L;

    static LegacyLayout read(ByteSource source) throws IOException {
        source.seek(0);
        if (!FIRST.equals(Pickle.read(source))) {
            throw source.bad(0, "is a pickle, but not one that torch.save wrote; " + TorchNames.MEND);
        }
        expect(source, VERSION.equals(Pickle.read(source)), "is of another version of PyTorch's old format than 1001");
        Object system = Pickle.read(source);
        boolean little = system instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("little_endian"));
        expect(source, little, "was written on a machine of another byte order; load and save it on a usual one");
        Object root = Pickle.read(source);
        Object keys = Pickle.read(source);
        expect(source, keys instanceof List, "does not list its storages");
        Map<String, Long> begins = begins(source, (List<?>) keys, storages(root));
        expect(source, source.remaining() == 0, "goes on behind its last storage");
        return new LegacyLayout(source, root, begins);
    }

    private static Map<String, Long> begins(ByteSource source, List<?> keys, Map<String, Storage> storages)
            throws IOException {
        Map<String, Long> begins = new HashMap<>();
        for (Object key : keys) {
            Storage storage = key instanceof String ? storages.get(key) : null;
            expect(source, storage != null, "has a storage that no tensor lies in");
            long at = source.position();
            long count = source.i64();
            if (count != storage.count()) {
                throw source.bad(
                        at,
                        "storage '" + key + "' has " + count + " elements here, " + storage.count() + " in the index");
            }
            expect(source, begins.put(storage.key(), source.position()) == null, "has a storage twice");
            source.skip(bytes(source, storage));
        }
        return begins;
    }

    static long bytes(ByteSource source, Storage storage) throws BadInput {
        try {
            return Math.multiplyExact(storage.count(), (long) storage.type().bytes());
        } catch (ArithmeticException e) {
            throw new BadInput(source.name(), "has a storage of more than 2^63 bytes", e);
        }
    }

    /** Those of all tensors, also of an optimizer's; a list may contain itself. */
    private static Map<String, Storage> storages(Object root) {
        Map<String, Storage> found = new HashMap<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            Object value = open.pop();
            if (value instanceof View view) {
                found.put(view.storage().key(), view.storage());
            } else if (seen.add(value)) {
                inside(value).forEach(open::push);
            }
        }
        return found;
    }

    private static Iterable<?> inside(Object value) {
        return value instanceof Map<?, ?> map
                ? map.values()
                : value instanceof List<?> list
                        ? list
                        : value instanceof Pickled.Tuple tuple ? tuple.values() : List.of();
    }

    private static void expect(ByteSource source, boolean holds, String problem) throws BadInput {
        if (!holds) {
            throw source.bad(source.position(), problem);
        }
    }

    @Override
    public long begin(Storage storage) throws BadInput {
        Long begin = begins.get(storage.key());
        if (begin == null) {
            throw new BadInput(source.name(), "lacks storage '" + storage.key() + "', though a tensor lies in it");
        }
        return begin;
    }

    /** There is none. */
    @Override
    public void check(Storage storage) {}
}
