package dev.graft.weights;

import dev.graft.base.ByteSource;
import dev.graft.weights.Pickled.Storage;
import java.io.IOException;

/** Where a PyTorch file has its index of tensors, and where the bytes of each storage. */
interface PthLayout {
    /** The index: dicts, numbers and views of storages. */
    Object root();

    /** The byte of the file where a storage begins; its size was checked. */
    long begin(Storage storage) throws IOException;

    /** Compares a storage with its checksum, in the layout that has one. */
    void check(Storage storage) throws IOException;

    /** By the first bytes, whatever the file is called. */
    static PthLayout of(ByteSource source) throws IOException {
        source.seek(0);
        if (source.length() >= 4 && source.i32() == ZipLayout.MAGIC) {
            return ZipLayout.read(source);
        }
        source.seek(0);
        if (source.length() >= 2 && source.u8() == LegacyLayout.MAGIC) {
            return LegacyLayout.read(source);
        }
        throw source.bad(0, "begins neither as a zip file nor as a pickle, so it is no PyTorch file");
    }
}
