package dev.graft.weights;

import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SortedMap;

/** Look-ups that all tensor files answer alike. */
final class TensorNames {
    /** The most tensors that one file may list; the largest published networks have a tenth of it in a file. */
    static final int MOST = 200_000;

    /** The most sizes that a shape may have. */
    static final int MOST_SIZES = 64;

    private TensorNames() {}

    static <T> T find(String file, SortedMap<String, T> tensors, String name) throws BadInput {
        T found = tensors.get(name);
        if (found == null) {
            List<String> some = tensors.keySet().stream()
                    .filter(n -> n.length() < 200)
                    .limit(5000)
                    .toList();
            String hint = Check.nearest(name.length() < 200 ? name : "", some)
                    .map(near -> "; the nearest is '" + near + "'")
                    .orElse("");
            throw new BadInput(file, "there is no tensor '" + name + "' among " + tensors.size() + hint);
        }
        return found;
    }

    /** The part of a buffer that a tensor fills; the buffer's position moves behind it. */
    static ByteBuffer part(TensorEntry entry, ByteBuffer into) {
        if (into.remaining() < entry.bytes()) {
            throw new BadArgument("tensor '" + entry.name() + "' needs a buffer of " + entry.bytes() + " bytes, had "
                    + into.remaining());
        }
        ByteBuffer part = into.slice(into.position(), (int) entry.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        into.position(into.position() + part.capacity());
        return part;
    }
}
