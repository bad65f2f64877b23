package dev.graft.image;

/** Width and height of a picture as it is looked at, in pixels. */
public record Size(int width, int height) {
    public int shorter() {
        return Math.min(width, height);
    }

    public long pixels() {
        return (long) width * height;
    }
}
