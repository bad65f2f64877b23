package dev.graft.data;

import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures, and archives of them, for tests. */
final class Pictures {
    private Pictures() {}

    /** Soft light and dark places, other ones for each seed; the same picture in any size. */
    static Pixels scene(long seed, int width, int height) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] waves = new double[12][];
        for (int i = 0; i < waves.length; i++) {
            waves[i] = new double[] {random.nextDouble(-4, 4), random.nextDouble(-4, 4), random.nextDouble(7)};
        }
        byte[] data = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    double sum = 0;
                    for (double[] w : waves) {
                        sum += Math.sin(2 * Math.PI * (w[0] * (x + 0.5) / width + w[1] * (y + 0.5) / height)
                                + w[2]
                                + channel * 0.3);
                    }
                    data[3 * (y * width + x) + channel] = (byte) Math.max(0, Math.min(255, 128 + 30 * sum));
                }
            }
        }
        return new Pixels(width, height, 3, data);
    }

    static byte[] png(long seed) {
        return PictureFile.png(scene(seed, 40, 30));
    }

    /** @param format as ImageIO names it */
    static byte[] coded(Pixels pixels, String format, float quality) throws IOException {
        BufferedImage image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pixels.width() * pixels.height(); i++) {
            int x = i % pixels.width();
            int y = i / pixels.width();
            image.setRGB(x, y, pixels.at(x, y, 0) << 16 | pixels.at(x, y, 1) << 8 | pixels.at(x, y, 2));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (format.equals("jpeg")) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(quality);
            }
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static Path file(Path folder, String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    /** Files by their names, in the order given. */
    static Map<String, byte[]> files(String... names) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : names) {
            files.put(name, png(files.size()));
        }
        return files;
    }

    static byte[] tar(Map<String, byte[]> files) {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        files.forEach((name, content) -> tar.writeBytes(tarEntry(name, '0', "", content)));
        tar.writeBytes(new byte[1024]);
        return tar.toByteArray();
    }

    /** @param type '0' for a file, '1' and '2' for links, '5' for a folder, 'L' and 'x' for what goes before a file */
    static byte[] tarEntry(String name, char type, String link, byte[] content) {
        ByteBuffer entry = ByteBuffer.allocate(512 + (content.length + 511) / 512 * 512);
        entry.put(0, name.getBytes(StandardCharsets.UTF_8));
        entry.put(100, "0000644".getBytes(StandardCharsets.US_ASCII));
        entry.put(124, String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII));
        entry.put(156, (byte) type);
        entry.put(157, link.getBytes(StandardCharsets.UTF_8));
        entry.put(257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
        entry.put(512, content);
        sign(entry.array());
        return entry.array();
    }

    /** Writes the check sum of a header of tar. */
    static void sign(byte[] header) {
        java.util.Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += header[i] & 0xff;
        }
        System.arraycopy(String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII), 0, header, 148, 8);
    }

    static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
