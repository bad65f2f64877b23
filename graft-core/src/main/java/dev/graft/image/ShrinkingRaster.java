package dev.graft.image;

import java.awt.Point;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/**
 * Takes the rows of a picture as a decoder gives them, one after the other, and keeps the means of squares of pixels
 * only, so that a large picture never lies in memory as a whole.
 */
final class ShrinkingRaster extends WritableRaster {
    private final int side; // of a square
    private final Pixels pixels;
    private final byte[] row;
    private final int[] sums; // of each column, down the squares that are being filled

    /** @param side of the squares, whose last ones in a row or column may be narrower */
    ShrinkingRaster(Size size, int channels, int side) {
        super(
                new PixelInterleavedSampleModel(
                        java.awt.image.DataBuffer.TYPE_BYTE,
                        size.width(),
                        size.height(),
                        channels,
                        size.width() * channels,
                        channels == 1 ? new int[] {0} : new int[] {0, 1, 2}),
                new DataBufferByte(1), // nothing is kept there
                new Point());
        this.side = side;
        int across = (size.width() + side - 1) / side;
        int down = (size.height() + side - 1) / side;
        pixels = new Pixels(across, down, channels, new byte[across * down * channels]);
        row = new byte[size.width() * channels];
        sums = new int[row.length];
    }

    Pixels pixels() {
        return pixels;
    }

    /** One row of the decoder's. */
    @Override
    public void setRect(int left, int y, Raster source) {
        source.getDataElements(source.getMinX(), source.getMinY(), getWidth(), 1, row);
        byte[] values = row;
        int[] columns = sums;
        for (int i = 0; i < values.length; i++) {
            columns[i] += values[i] & 0xff;
        }
        if ((y + 1) % side == 0 || y == getHeight() - 1) {
            keep(y / side, y % side + 1);
        }
    }

    private void keep(int to, int rows) {
        int channels = pixels.channels();
        int at = to * pixels.width() * channels;
        for (int left = 0; left < sums.length; left += side * channels) {
            int right = Math.min(left + side * channels, sums.length);
            int count = rows * (right - left) / channels;
            for (int c = 0; c < channels; c++) {
                int sum = count / 2;
                for (int i = left + c; i < right; i += channels) {
                    sum += sums[i];
                }
                pixels.data()[at++] = (byte) (sum / count);
            }
        }
        Arrays.fill(sums, 0);
    }
}
