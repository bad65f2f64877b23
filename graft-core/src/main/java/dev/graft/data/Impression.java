package dev.graft.data;

import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.io.IOException;

/** What is remembered of a picture that was looked at once: enough to find its copies. */
record Impression(Likeness likeness, Slopes slopes) {
    /** Pixels along the shorter side; at fewer, skipping lines in decoding would move edges from cell to cell. */
    private static final int SHORTER = 256;

    static Impression of(Encoded source, String name) throws IOException {
        byte[] bytes = source.bytes();
        Pixels pixels = source instanceof Encoded.Raw raw ? raw.pixels() : PictureFile.decode(bytes, name, SHORTER);
        return new Impression(Likeness.of(bytes), Slopes.of(pixels));
    }
}
