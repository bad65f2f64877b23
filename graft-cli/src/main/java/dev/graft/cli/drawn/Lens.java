package dev.graft.cli.drawn;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What a camera makes of a scene: uneven light, a tint, some blur and noise, and a JPEG of no great quality. */
final class Lens {
    private final SplittableRandom random;
    private final int width;
    private final int height;

    Lens(SplittableRandom random, int width, int height) {
        this.random = random;
        this.width = width;
        this.height = height;
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    byte[] jpeg(BufferedImage scene) throws IOException {
        int[] pixels = ((DataBufferInt) scene.getRaster().getDataBuffer()).getData();
        float[][] planes = planes(pixels);
        double blur = between(0, 0.9);
        for (float[] plane : planes) {
            blur(plane, (float) (blur * blur));
        }
        expose(planes, pixels);
        return coded(scene, (float) between(0.5, 0.92));
    }

    private float[][] planes(int... pixels) {
        float[][] planes = new float[3][pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            for (int c = 0; c < 3; c++) {
                planes[c][i] = pixels[i] >> 16 - 8 * c & 0xff;
            }
        }
        return planes;
    }

    /** With the kernel (s, 1, s) / (1 + 2 s), twice along both axes. */
    private void blur(float[] plane, float share) {
        for (int pass = 0; pass < 2; pass++) {
            smooth(plane, 1, width, height, width, share);
            smooth(plane, width, 1, width, height, share);
        }
    }

    /** @param step between neighbors @param next between lines @param lines their number @param length of each */
    private static void smooth(float[] plane, int step, int next, int lines, int length, float share) {
        for (int line = 0; line < lines; line++) {
            int at = line * next;
            float before = plane[at];
            for (int i = 0; i < length; i++, at += step) {
                float own = plane[at];
                float after = i + 1 < length ? plane[at + step] : own;
                plane[at] = (own + share * (before + after)) / (1 + 2 * share);
                before = own;
            }
        }
    }

    private void expose(float[][] planes, int... pixels) {
        double across = between(-0.3, 0.3);
        double down = between(-0.3, 0.3);
        double corners = between(0, 0.35);
        double contrast = between(0.75, 1.15);
        double exposure = between(0.8, 1.2);
        double noise = between(0, 9);
        double[] tint = {between(0.9, 1.1), between(0.95, 1.05), between(0.9, 1.1)};
        for (int i = 0; i < pixels.length; i++) {
            double x = 2.0 * (i % width) / width - 1;
            double y = 2.0 * (i / width) / height - 1;
            double light = exposure * (1 + across * x + down * y) * (1 - corners * (x * x + y * y) / 2);
            double grain = noise * (random.nextDouble() + random.nextDouble() - 1);
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                double seen = ((planes[c][i] - 128) * contrast + 128) * light * tint[c] + grain;
                rgb = rgb << 8 | (int) Math.max(0, Math.min(255, seen));
            }
            pixels[i] = rgb;
        }
    }

    private static byte[] coded(BufferedImage picture, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(picture, null, null), how);
            }
            return bytes.toByteArray();
        } finally {
            writer.dispose();
        }
    }
}
