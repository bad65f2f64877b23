package dev.graft.weights;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;

/** The unsigned little-endian numbers of a zip file, from the source's position on. */
record ZipNumbers(ByteSource source) {
    static final long FULL_16 = 0xffffL; // stands for: see the 64-bit field
    static final long FULL_32 = 0xffff_ffffL;

    int u16() throws IOException {
        return source.u8() | source.u8() << 8;
    }

    long u32() throws IOException {
        return Integer.toUnsignedLong(source.i32());
    }

    void expect(boolean holds, long at, String problem) throws BadInput {
        if (!holds) {
            throw source.bad(at, problem);
        }
    }
}
