package dev.graft.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 128 bits of a SHA-256: small enough to keep one for each example, too long to meet by chance. */
public record Digest(long high, long low) {

    static Digest of(byte[] bytes) {
        ByteBuffer sum = ByteBuffer.wrap(sha256().digest(bytes));
        return new Digest(sum.getLong(), sum.getLong());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
