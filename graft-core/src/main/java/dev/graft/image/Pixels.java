package dev.graft.image;

import dev.graft.base.Check;

/**
 * A decoded picture: rows from the top, pixels from the left, channels interleaved, 8 bits each. What is made of it is
 * a new one.
 *
 * @param channels 1 for grey, 3 for red, green and blue (sRGB)
 * @param data {@code width * height * channels} bytes, not copied; nobody changes them
 */
public record Pixels(int width, int height, int channels, byte[] data) {
    public Pixels {
        Check.atLeast("width", width, 1);
        Check.atLeast("height", height, 1);
        Check.that(channels == 1 || channels == 3, "channels must be 1 or 3, was " + channels);
        Check.that(
                data.length == Math.multiplyExact(Math.multiplyExact(width, height), channels),
                "a picture of " + width + " x " + height + " x " + channels + " does not have " + data.length
                        + " bytes");
    }

    /** One channel of one pixel, 0 to 255. */
    public int at(int x, int y, int channel) {
        return data[(y * width + x) * channels + channel] & 0xff;
    }

    /** This picture with three channels: a grey one three times. */
    public Pixels rgb() {
        if (channels == 3) {
            return this;
        }
        byte[] rgb = new byte[data.length * 3];
        for (int i = 0; i < data.length; i++) {
            rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = data[i];
        }
        return new Pixels(width, height, 3, rgb);
    }
}
