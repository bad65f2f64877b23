package dev.graft.data;

import dev.graft.image.Pixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A picture as its user has it: a file, an entry of an archive, bytes, pixels. Nothing is read before it is asked for,
 * and nothing decoded is kept. Two are equal where they come from one place.
 */
public final class Image implements Content {
    private final String name;
    private final Encoded source;
    private volatile Likeness likeness; // null until somebody asks; no decoding is needed for it
    private volatile Impression impression; // null until somebody compares pictures

    Image(String name, Encoded source) {
        this(name, source, null);
    }

    Image(String name, Encoded source, Impression impression) {
        this.name = Objects.requireNonNull(name, "name");
        this.source = Objects.requireNonNull(source, "source");
        this.impression = impression;
        this.likeness = impression == null ? null : impression.likeness();
    }

    /** A file; that it is there is seen when it is read. */
    public static Image of(Path file) {
        String name = file.toString();
        return new Image(name, new Encoded.InFile(file, name));
    }

    /**
     * A file that was read already.
     *
     * @param name what messages call it
     * @param encoded JPEG, PNG, GIF, BMP, WebP or TIFF; not copied
     */
    public static Image of(String name, byte[] encoded) {
        return new Image(name, new Encoded.InMemory(encoded));
    }

    public static Image of(Pixels pixels) {
        return new Image(pixels.width() + " x " + pixels.height() + " pixels", new Encoded.InPixels(pixels));
    }

    /** What messages call it: the path of its file, or its place in a dataset. */
    public String name() {
        return name;
    }

    /** Decoded anew each time. */
    public Pixels pixels() throws IOException {
        return source.pixels(name);
    }

    /** @param shorterAtLeast pixels needed along the shorter side; a larger picture may be decoded at reduced scale */
    public Pixels pixels(int shorterAtLeast) throws IOException {
        return source.pixels(name, shorterAtLeast);
    }

    /** The bytes of the file; of pixels, their size and they. */
    @Override
    public byte[] bytes() throws IOException {
        return source.bytes();
    }

    /** Equal for equal files; a picture that was coded again is only nearly alike. */
    @Override
    public Likeness likeness() throws IOException {
        if (likeness == null) {
            likeness = Likeness.of(source.bytes());
        }
        return likeness;
    }

    /** Where the picture, seen very small, grows lighter or darker; few change when it is scaled or coded again. */
    @Override
    public long[] parts() throws IOException {
        return impression().slopes().parts();
    }

    private Impression impression() throws IOException {
        if (impression == null) {
            impression = Impression.of(source, name);
        }
        return impression;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image image && name.equals(image.name) && source.equals(image.source);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, source);
    }

    @Override
    public String toString() {
        return name;
    }
}
