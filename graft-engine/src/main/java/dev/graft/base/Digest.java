package dev.graft.base;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as 64 lower-case hexadecimal digits. */
public final class Digest {
    private Digest() {}

    public static String sha256(Path file) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            return sha256(source.stream());
        }
    }

    public static String sha256(byte[] bytes) {
        return hex(sha256().digest(bytes));
    }

    /** Of all that is left in the stream. */
    public static String sha256(InputStream in) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        for (int count; (count = in.read(buffer)) > 0; ) {
            digest.update(buffer, 0, count);
        }
        return hex(digest.digest());
    }

    /** A fresh digest, for hashing while streaming; see {@link #hex}. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
