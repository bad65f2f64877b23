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

    private static final int WEIGHTS = 256; // sum of those of the three colors
    private static final int ROW = 1 << 16; // what a whole row of pixels counts

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
        double height = (double) pixels.height() / CELLS; // of a cell, in pixels
        for (int cell = 0; cell < CELLS; cell++) {
            double top = cell * height;
            double bottom = Math.min(pixels.height(), (cell + 1) * height);
            long[] columns = new long[pixels.width()]; // whole numbers, since bytes become floats slowly
            for (int y = (int) top; y < bottom; y++) {
                add(pixels, y, Math.round(ROW * (Math.min(bottom, y + 1) - Math.max(top, y))), columns);
            }
            cells(columns, 1 / (height * ROW * WEIGHTS), grey, cell * CELLS);
        }
        return grey;
    }

    /** Means along a row of cells. */
    private static void cells(long[] columns, double scale, float[] grey, int start) {
        double width = (double) columns.length / CELLS;
        for (int cell = 0; cell < CELLS; cell++) {
            double from = cell * width;
            double to = Math.min(columns.length, (cell + 1) * width);
            double sum = 0;
            for (int x = (int) from; x < to; x++) {
                sum += (Math.min(to, x + 1) - Math.max(from, x)) * columns[x];
            }
            grey[start + cell] = (float) (sum / width * scale);
        }
    }

    /** Adds a row's luminance, by the weights of ITU-R BT.601 in whole numbers. */
    private static void add(Pixels pixels, int y, long share, long[] columns) {
        byte[] data = pixels.data();
        int at = y * columns.length * pixels.channels();
        if (pixels.channels() == 1) {
            for (int x = 0; x < columns.length; x++) {
                columns[x] += share * WEIGHTS * (data[at + x] & 0xff);
            }
            return;
        }
        for (int x = 0; x < columns.length; x++, at += 3) {
            columns[x] += share * (77 * (data[at] & 0xff) + 150 * (data[at + 1] & 0xff) + 29 * (data[at + 2] & 0xff));
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
