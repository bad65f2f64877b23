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

    public Size size() {
        return new Size(width, height);
    }

    /** This picture with one channel: a colored one by the luma of ITU-R BT.601, as PIL's {@code convert("L")}. */
    public Pixels grey() {
        if (channels == 1) {
            return this;
        }
        byte[] grey = new byte[width * height];
        for (int i = 0, from = 0; i < grey.length; i++, from += 3) {
            grey[i] = (byte) luma(data[from] & 0xff, data[from + 1] & 0xff, data[from + 2] & 0xff);
        }
        return new Pixels(width, height, 1, grey);
    }

    static int luma(int red, int green, int blue) {
        return red * 19595 + green * 38470 + blue * 7471 + 0x8000 >> 16;
    }

    /** The part of this size whose upper left pixel is at {@code left, top}; all of it within the picture. */
    public Pixels crop(int left, int top, int cropWidth, int cropHeight) {
        new Window(left, top, cropWidth, cropHeight).within(size());
        if (cropWidth == width && cropHeight == height) {
            return this;
        }
        byte[] part = new byte[cropWidth * cropHeight * channels];
        int stride = cropWidth * channels;
        for (int y = 0; y < cropHeight; y++) {
            System.arraycopy(data, ((top + y) * width + left) * channels, part, y * stride, stride);
        }
        return new Pixels(cropWidth, cropHeight, channels, part);
    }

    /** This picture scaled to another size, antialiased; equal to Pillow's {@code resize}. */
    public Pixels resized(int toWidth, int toHeight, Interpolation interpolation) {
        Size size = new Size(Check.atLeast("width", toWidth, 1), Check.atLeast("height", toHeight, 1));
        return Resampling.scale(this, Window.whole(size()), size, Window.whole(size), interpolation);
    }

    /** Left and right exchanged. */
    public Pixels mirrored() {
        byte[] mirrored = new byte[data.length];
        int stride = width * channels;
        for (int y = 0, to = 0; y < height; y++) {
            for (int from = (y + 1) * stride - channels; from >= y * stride; from -= channels) {
                for (int c = 0; c < channels; c++) {
                    mirrored[to++] = data[from + c];
                }
            }
        }
        return new Pixels(width, height, channels, mirrored);
    }

    /** Above and below exchanged. */
    public Pixels flipped() {
        byte[] flipped = new byte[data.length];
        int stride = width * channels;
        for (int y = 0; y < height; y++) {
            System.arraycopy(data, y * stride, flipped, (height - 1 - y) * stride, stride);
        }
        return new Pixels(width, height, channels, flipped);
    }
}
