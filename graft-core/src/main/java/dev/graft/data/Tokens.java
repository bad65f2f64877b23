package dev.graft.data;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A text as token ids: one window, or several that together cover a long text.
 *
 * @param windows token ids of each window, special tokens included
 * @param types for each window and token, 0 in the first text and 1 in the second
 * @param cut whether tokens were left out
 * @param terms of the whole text, where they are counted; the network does not see them
 */
record Tokens(List<int[]> windows, List<int[]> types, boolean cut, Optional<SparseRows.Row> terms) implements Prepared {
    Tokens(List<int[]> windows, List<int[]> types, boolean cut) {
        this(windows, types, cut, Optional.empty());
    }

    Tokens with(SparseRows.Row row) {
        return new Tokens(windows, types, cut, Optional.of(row));
    }

    @Override
    public int length() {
        return windows.stream().mapToInt(window -> window.length).max().orElse(0);
    }

    @Override
    public int rows() {
        return windows.size();
    }

    @Override
    public byte[] content() {
        int size = windows.stream().mapToInt(window -> window.length + 1).sum();
        ByteBuffer bytes = ByteBuffer.allocate(8 * size);
        for (int w = 0; w < windows.size(); w++) {
            int[] ids = windows.get(w);
            for (int i = 0; i < ids.length; i++) {
                bytes.putInt(ids[i]).putInt(types.get(w)[i]);
            }
            bytes.putLong(-1);
        }
        return bytes.array();
    }
}
