package dev.graft.image;

/**
 * A map from the places of a new picture to those of the old one, in pixels from the upper left corner, so that the
 * middle of the first pixel is (0.5, 0.5): {@code (a x + b y + c, d x + e y + f)}.
 */
record Affine(double a, double b, double c, double d, double e, double f) {
    private static final int FRACTION = 16; // bits of a fixed-point place after the point, as in PIL
    private static final int WEIGHT = 11; // bits of a bilinear weight

    /** A linear map that leaves the picture's middle where it is. */
    static Affine aboutCenter(Size size, double a, double b, double d, double e) {
        double x = size.width() / 2.0;
        double y = size.height() / 2.0;
        return new Affine(a, b, x - a * x - b * y, d, e, y - d * x - e * y);
    }

    /** Turns counterclockwise. */
    static Affine rotation(Size size, double degrees) {
        double radians = Math.toRadians(degrees);
        double cos = Math.cos(radians);
        double sin = Math.sin(radians);
        return aboutCenter(size, cos, -sin, sin, cos);
    }

    static Affine shift(double right, double down) {
        return new Affine(1, 0, -right, 0, 1, -down);
    }

    /** The nearest pixel at each place, as PIL's {@code transform} finds it, black outside. */
    Pixels nearest(Pixels picture) {
        return nearest(picture, Fill.CONSTANT);
    }

    Pixels nearest(Pixels picture, Fill fill) {
        int width = picture.width();
        int height = picture.height();
        int channels = picture.channels();
        byte[] from = picture.data();
        byte[] data = new byte[from.length];
        int stepX = fixed(a);
        int stepY = fixed(d);
        int downX = fixed(b);
        int downY = fixed(e);
        int rowX = fixed(c + a * 0.5 + b * 0.5);
        int rowY = fixed(f + d * 0.5 + e * 0.5);
        for (int y = 0, to = 0; y < height; y++, rowX += downX, rowY += downY) {
            int placeX = rowX;
            int placeY = rowY;
            for (int x = 0; x < width; x++, to += channels, placeX += stepX, placeY += stepY) {
                int column = fill.index(placeX >> FRACTION, width);
                int row = fill.index(placeY >> FRACTION, height);
                if (column >= 0 && row >= 0) {
                    int at = (row * width + column) * channels;
                    for (int k = 0; k < channels; k++) {
                        data[to + k] = from[at + k];
                    }
                }
            }
        }
        return new Pixels(width, height, channels, data);
    }

    private static int fixed(double value) {
        return (int) Math.floor(value * (1 << FRACTION) + 0.5);
    }

    /** Between the four pixels around each place. */
    Pixels bilinear(Pixels picture, Fill fill) {
        int width = picture.width();
        int height = picture.height();
        int channels = picture.channels();
        byte[] data = new byte[picture.data().length];
        for (int y = 0, to = 0; y < height; y++) {
            double atX = a * 0.5 + b * (y + 0.5) + c;
            double atY = d * 0.5 + e * (y + 0.5) + f;
            for (int x = 0; x < width; x++, to += channels, atX += a, atY += d) {
                boolean outside = atX < 0 || atY < 0 || atX >= width || atY >= height;
                if (!(outside && fill == Fill.CONSTANT)) {
                    blend(picture, atX - 0.5, atY - 0.5, fill, data, to);
                }
            }
        }
        return new Pixels(width, height, channels, data);
    }

    private static void blend(Pixels picture, double x, double y, Fill fill, byte[] data, int to) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        int right = (int) ((x - left) * (1 << WEIGHT) + 0.5);
        int down = (int) ((y - top) * (1 << WEIGHT) + 0.5);
        // a place within the black frame's inner edge takes the edge's pixel, as in PIL
        Fill edge = fill == Fill.CONSTANT ? Fill.NEAREST : fill;
        int width = picture.width();
        int height = picture.height();
        boolean inside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height;
        int channels = picture.channels();
        int upper = (inside ? top : edge.index(top, height)) * width;
        int lower = inside ? upper + width : edge.index(top + 1, height) * width;
        int x0 = inside ? left : edge.index(left, width);
        int x1 = inside ? left + 1 : edge.index(left + 1, width);
        byte[] from = picture.data();
        int topLeft = (upper + x0) * channels;
        int topRight = (upper + x1) * channels;
        int lowLeft = (lower + x0) * channels;
        int lowRight = (lower + x1) * channels;
        for (int k = 0; k < channels; k++) {
            int above = line(from[topLeft + k] & 0xff, from[topRight + k] & 0xff, right);
            int below = line(from[lowLeft + k] & 0xff, from[lowRight + k] & 0xff, right);
            int sum = (above << WEIGHT) + (below - above) * down;
            data[to + k] = (byte) (sum + (1 << 2 * WEIGHT - 1) >> 2 * WEIGHT);
        }
    }

    private static int line(int from, int to, int share) {
        return (from << WEIGHT) + (to - from) * share;
    }
}
