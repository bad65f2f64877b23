package dev.graft.data;

import dev.graft.image.Pixels;
import java.util.Arrays;

/**
 * Where a picture, shrunk to a few grey cells, grows lighter or darker to the right and downwards. Slopes below the
 * mean one are left out, since coding a picture again turns them about. After the difference hash (Krawetz, "Kind of
 * Like That", 2013), with a third value for flat places.
 */
final class Slopes {
    private static final int CELLS = 13; // along each side
    private static final int SLOPES = 2 * (CELLS - 1) * (CELLS - 1);
    /** Numbers that {@link #write} writes: two bits for each slope. */
    static final int LONGS = 2 * SLOPES / 64;
    /** Slopes are seen from this share of the mean one on. */
    private static final double STEEP = 0.7;
    /** Grey levels between neighboring cells that are seen at all. */
    private static final double LEAST_SLOPE = 2;
    /** Pictures with fewer slopes are like others by chance: an even wall, a stroke of a pen. */
    private static final int FEWEST = 80;

    private final long[] bits;

    private Slopes(long[] bits) {
        this.bits = bits;
    }

    static Slopes of(Pixels pixels) {
        float[] grey = shrink(pixels);
        float[] slopes = new float[SLOPES];
        double sum = 0;
        for (int y = 0, s = 0; y < CELLS - 1; y++) {
            for (int x = 0; x < CELLS - 1; x++, s += 2) {
                int cell = y * CELLS + x;
                slopes[s] = grey[cell + 1] - grey[cell];
                slopes[s + 1] = grey[cell + CELLS] - grey[cell];
                sum += Math.abs(slopes[s]) + Math.abs(slopes[s + 1]);
            }
        }
        double margin = Math.max(LEAST_SLOPE, STEEP * sum / SLOPES);
        long[] bits = new long[LONGS];
        for (int s = 0; s < SLOPES; s++) {
            if (Math.abs(slopes[s]) > margin) {
                int bit = 2 * s + (slopes[s] > 0 ? 0 : 1);
                bits[bit / 64] |= 1L << bit % 64;
            }
        }
        return new Slopes(bits);
    }

    /** Mean grey level of each cell, from 0 to 255; a pixel on a border counts to both sides by its share. */
    private static float[] shrink(Pixels pixels) {
        float[] grey = new float[CELLS * CELLS];
        float[] row = new float[pixels.width()];
        for (int y = 0; y < pixels.height(); y++) {
            luminance(pixels, y, row);
            float[] cells = cells(row);
            double top = (double) y * CELLS / pixels.height();
            double bottom = (double) (y + 1) * CELLS / pixels.height();
            for (int cell = (int) top; cell < CELLS && cell < bottom; cell++) {
                float share = (float) (Math.min(bottom, cell + 1) - Math.max(top, cell));
                for (int x = 0; x < CELLS; x++) {
                    grey[cell * CELLS + x] += share * cells[x];
                }
            }
        }
        return grey;
    }

    private static float[] cells(float[] row) {
        float[] cells = new float[CELLS];
        double width = (double) row.length / CELLS; // of a cell, in pixels
        for (int cell = 0; cell < CELLS; cell++) {
            double from = cell * width;
            double to = Math.min(row.length, (cell + 1) * width);
            double sum = 0;
            for (int x = (int) from; x < to; x++) {
                sum += (Math.min(to, x + 1) - Math.max(from, x)) * row[x];
            }
            cells[cell] = (float) (sum / width);
        }
        return cells;
    }

    /** By the weights of ITU-R BT.601. */
    private static void luminance(Pixels pixels, int y, float[] row) {
        byte[] data = pixels.data();
        int at = y * row.length * pixels.channels();
        for (int x = 0; x < row.length; x++) {
            if (pixels.channels() == 1) {
                row[x] = data[at++] & 0xff;
            } else {
                row[x] = 0.299f * (data[at] & 0xff) + 0.587f * (data[at + 1] & 0xff) + 0.114f * (data[at + 2] & 0xff);
                at += 3;
            }
        }
    }

    /** A hash for each slope with its place and direction, sorted; none where there are too few to tell. */
    long[] parts() {
        int count = Arrays.stream(bits).mapToInt(Long::bitCount).sum();
        if (count < FEWEST) {
            return new long[0];
        }
        long[] parts = new long[count];
        int end = 0;
        for (int bit = 0; bit < 64 * LONGS; bit++) {
            if ((bits[bit / 64] >>> bit % 64 & 1) != 0) {
                parts[end++] = Shingles.mix(bit + 1);
            }
        }
        Arrays.sort(parts);
        return parts;
    }

    void write(long[] to, int start) {
        System.arraycopy(bits, 0, to, start, LONGS);
    }

    static Slopes read(long[] from, int start) {
        return new Slopes(Arrays.copyOfRange(from, start, start + LONGS));
    }
}
