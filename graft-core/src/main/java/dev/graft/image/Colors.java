package dev.graft.image;

/** Changes that look at a pixel's channels together, or at its neighbors, as PIL and torchvision have them. */
final class Colors {
    private Colors() {}

    /** @param factor 0 for grey, 1 for the picture as it is */
    static Pixels saturation(Pixels picture, double factor) {
        if (picture.channels() == 1) {
            return picture;
        }
        byte[] from = picture.data();
        byte[] data = new byte[from.length];
        for (int i = 0; i < data.length; i += 3) {
            int grey = Pixels.luma(from[i] & 0xff, from[i + 1] & 0xff, from[i + 2] & 0xff);
            for (int c = i; c < i + 3; c++) {
                data[c] = (byte) Tones.between(grey, from[c] & 0xff, (float) factor);
            }
        }
        return new Pixels(picture.width(), picture.height(), 3, data);
    }

    /** @param factor 0 for smoothed, 1 for the picture as it is */
    static Pixels sharpness(Pixels picture, double factor) {
        int stride = picture.width() * picture.channels();
        int step = picture.channels();
        byte[] from = picture.data();
        byte[] data = from.clone(); // the edge stays
        int[] sums = new int[stride]; // of three rows
        for (int y = 1; y < picture.height() - 1; y++) {
            int row = y * stride;
            for (int i = 0; i < stride; i++) {
                sums[i] = (from[row + i] & 0xff) + (from[row + i - stride] & 0xff) + (from[row + i + stride] & 0xff);
            }
            for (int i = step; i < stride - step; i++) {
                int value = from[row + i] & 0xff;
                int smooth =
                        (2 * (4 * value + sums[i - step] + sums[i] + sums[i + step]) + 13) / 26; // over 13, rounded
                data[row + i] = (byte) Tones.between(smooth, value, (float) factor);
            }
        }
        return new Pixels(picture.width(), picture.height(), picture.channels(), data);
    }

    /**
     * Turns the circle of hues.
     *
     * @param turn share of the circle, in [-0.5, 0.5]
     */
    static Pixels hue(Pixels picture, double turn) {
        if (picture.channels() == 1) {
            return picture;
        }
        int shift = (int) (turn * 255) & 0xff;
        byte[] from = picture.data();
        byte[] data = new byte[from.length];
        for (int i = 0; i < data.length; i += 3) {
            turned(from[i] & 0xff, from[i + 1] & 0xff, from[i + 2] & 0xff, shift, data, i);
        }
        return new Pixels(picture.width(), picture.height(), 3, data);
    }

    /** By way of hue, saturation and value of 8 bits each, with PIL's roundings. */
    private static void turned(int red, int green, int blue, int shift, byte[] data, int to) {
        int most = Math.max(red, Math.max(green, blue));
        int range = most - Math.min(red, Math.min(green, blue));
        int saturation = range == 0 ? 0 : (int) ((float) range / most * 255.0);
        if (saturation == 0) {
            data[to] = data[to + 1] = data[to + 2] = (byte) most;
            return;
        }
        double third = red == most
                ? away(most, blue, range) - away(most, green, range)
                : green == most
                        ? 2.0 + away(most, red, range) - away(most, blue, range)
                        : 4.0 + away(most, green, range) - away(most, red, range);
        double turns = (float) third / 6.0 + 1;
        float share = (float) (turns >= 1 ? turns - 1 : turns);
        int hue = (int) (share * 255.0) + shift & 0xff;
        int sector = (int) (hue * 6.0 / 255.0);
        float within = (float) (hue * 6.0 / 255.0 - sector);
        float full = (float) (saturation / 255.0);
        int p = (int) (most * (1.0 - full) + 0.5);
        int q = (int) (most * (1.0 - full * within) + 0.5);
        int t = (int) (most * (1.0 - full * (1.0 - within)) + 0.5);
        switch (sector % 6) {
            case 0 -> put(data, to, most, t, p);
            case 1 -> put(data, to, q, most, p);
            case 2 -> put(data, to, p, most, t);
            case 3 -> put(data, to, p, q, most);
            case 4 -> put(data, to, t, p, most);
            default -> put(data, to, most, p, q);
        }
    }

    private static float away(int most, int value, int range) {
        return (float) (most - value) / range;
    }

    private static void put(byte[] data, int to, int red, int green, int blue) {
        data[to] = (byte) red;
        data[to + 1] = (byte) green;
        data[to + 2] = (byte) blue;
    }
}
