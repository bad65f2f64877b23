package dev.graft.data;

import dev.graft.base.Digest;
import java.nio.ByteBuffer;

/** The first 128 bits of a SHA-256: small enough to keep one for each example, too long to meet by chance. */
public record Likeness(long high, long low) {

    static Likeness of(byte[] bytes) {
        ByteBuffer sum = ByteBuffer.wrap(Digest.sha256().digest(bytes));
        return new Likeness(sum.getLong(), sum.getLong());
    }
}
