package dev.graft.data;

import dev.graft.base.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Tells whether two datasets hold the same inputs and targets in the same order. */
public final class Fingerprint {
    private static final String VERSION = "graft-dataset-1";

    private Fingerprint() {}

    /** A SHA-256 in 64 hexadecimal digits. Names of files, rows and options do not count, only what is learned from. */
    public static String of(Dataset<?> data) throws IOException {
        MessageDigest sum = Digest.sha256();
        put(sum, VERSION.getBytes(StandardCharsets.US_ASCII));
        sum.update(ByteBuffer.allocate(4).putInt(0, data.size()));
        for (int i = 0; i < data.size(); i++) {
            Sample<?> sample = data.get(i);
            if (!(sample.input() instanceof Content content)) {
                throw new IllegalArgumentException(sample.where() + ": a "
                        + sample.input().getClass().getSimpleName() + " has no bytes to compare");
            }
            put(sum, content.bytes());
            put(sum, sample.target());
        }
        return Digest.hex(sum.digest());
    }

    private static void put(MessageDigest sum, Target target) {
        put(sum, Text.of(target.getClass().getSimpleName()).bytes());
        sum.update(ByteBuffer.allocate(4).putInt(0, target.classes().size()));
        target.classes().forEach(name -> put(sum, Text.of(name).bytes()));
        put(sum, Text.of(target.cell()).bytes());
    }

    /** With the length first, so that no two lists of parts give the same bytes. */
    private static void put(MessageDigest sum, byte[] bytes) {
        sum.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
        sum.update(bytes);
    }
}
