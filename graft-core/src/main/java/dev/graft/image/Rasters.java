package dev.graft.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.stream.IntStream;

/** Pixels from what Java's readers give: the values as they are stored, without transparency and color profiles. */
final class Rasters {
    private Rasters() {}

    static Pixels pixels(BufferedImage image) throws IOException {
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return colors(raster, palette);
        }
        int bands = raster.getNumBands();
        int space = image.getColorModel().getColorSpace().getType();
        if (space == ColorSpace.TYPE_CMYK && bands >= 4) {
            return cmyk(raster);
        }
        if (space != ColorSpace.TYPE_RGB && space != ColorSpace.TYPE_GRAY) {
            throw new IOException("colors other than grey, RGB and CMYK");
        }
        int channels = bands < 3 ? 1 : 3;
        int most = depth(raster);
        byte[] data = new byte[raster.getWidth() * raster.getHeight() * channels];
        int[] row = new int[raster.getWidth() * bands];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int from = 0; from < row.length; from += bands) {
                for (int c = 0; c < channels; c++) {
                    data[to++] = (byte) (most == 16 ? row[from + c] >> 8 : scaled(row[from + c], raster, c));
                }
            }
        }
        return new Pixels(raster.getWidth(), raster.getHeight(), channels, data);
    }

    private static int depth(Raster raster) throws IOException {
        int most = IntStream.of(raster.getSampleModel().getSampleSize()).max().orElse(0);
        if (most > 16) {
            throw new IOException("values of " + most + " bits");
        }
        return most;
    }

    private static int scaled(int value, Raster raster, int band) {
        int bits = raster.getSampleModel().getSampleSize(band);
        return bits == 8 ? value : value * 255 / ((1 << bits) - 1);
    }

    private static Pixels colors(Raster raster, IndexColorModel palette) {
        int[] colors = new int[Math.max(palette.getMapSize(), 1 << palette.getPixelSize())];
        palette.getRGBs(colors);
        boolean grey = IntStream.of(colors)
                .limit(palette.getMapSize())
                .allMatch(c -> (c >> 16 & 0xff) == (c & 0xff) && (c >> 8 & 0xff) == (c & 0xff));
        int channels = grey ? 1 : 3;
        byte[] data = new byte[raster.getWidth() * raster.getHeight() * channels];
        int[] row = new int[raster.getWidth()];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, row.length, 1, row);
            for (int index : row) {
                int color = colors[index];
                if (!grey) {
                    data[to++] = (byte) (color >> 16);
                    data[to++] = (byte) (color >> 8);
                }
                data[to++] = (byte) color;
            }
        }
        return new Pixels(raster.getWidth(), raster.getHeight(), channels, data);
    }

    private static Pixels cmyk(Raster raster) throws IOException {
        if (depth(raster) != 8) {
            throw new IOException("CMYK of other than 8 bits");
        }
        return inks(raster, 255);
    }

    /** Adobe's programs store how much of each ink is left out, and nearly all such JPEGs are theirs. */
    static Pixels adobeCmyk(Raster raster) {
        return inks(raster, 0);
    }

    private static Pixels inks(Raster raster, int flip) {
        int bands = raster.getNumBands();
        byte[] data = new byte[raster.getWidth() * raster.getHeight() * 3];
        int[] row = new int[raster.getWidth() * bands];
        for (int y = 0, to = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int from = 0; from < row.length; from += bands) {
                int light = row[from + 3] ^ flip;
                for (int c = 0; c < 3; c++) {
                    int product = (row[from + c] ^ flip) * light + 128; // over 255, rounded
                    data[to++] = (byte) (product + (product >> 8) >> 8);
                }
            }
        }
        return new Pixels(raster.getWidth(), raster.getHeight(), 3, data);
    }
}
