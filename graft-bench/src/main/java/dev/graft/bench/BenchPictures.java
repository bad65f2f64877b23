package dev.graft.bench;

import dev.graft.base.Storage;
import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.ImageData;
import dev.graft.data.Parts;
import dev.graft.data.Sample;
import dev.graft.data.TableOptions;
import dev.graft.image.Pixels;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures to measure on: real ones where the shared data are, else drawn ones of the same sizes. */
final class BenchPictures {
    /** Ants and bees. */
    private static final int PHOTOS = 397;

    private static final int STEP = 2903; // prime, so that going by it through a set meets all of it, well mixed
    private static final int SMALL = 32;
    private static final int BASES = 7000;

    private BenchPictures() {}

    /** A file of the shared data, if it is there. */
    static Optional<Path> shared(String first, String... more) {
        String given = System.getenv("GRAFT_DATA");
        Path file = Path.of(given == null ? "../shared/data" : given)
                .resolve(Path.of(first, more))
                .toAbsolutePath();
        return Files.exists(file) ? Optional.of(file) : Optional.empty();
    }

    /** A folder of photographs as JPEG, shorter side 256, {@code CLASS/NUMBER.jpg}. @param count at most all there are */
    static Path photos(int count) throws IOException {
        Path folder = Path.of("target", "bench-photos-" + count).toAbsolutePath();
        if (Files.isDirectory(folder)) {
            return folder;
        }
        List<Sample<Image>> real = samples("hymenoptera.tar");
        for (int i = 0; i < Math.min(count, PHOTOS); i++) {
            if (real.isEmpty()) {
                write(folder, i % 2 == 0 ? "ants" : "bees", i, jpeg(drawn(i, i % 2, 340, 256)));
            } else {
                Sample<Image> one = real.get(i * STEP % real.size());
                write(folder, one.target().cell(), i, one.input().bytes());
            }
        }
        return folder;
    }

    /** Many different small pictures of ten classes, and a table of the first so many of them. */
    static Path table(int count, int most) throws IOException {
        Path folder = Path.of("target", "bench-small").toAbsolutePath();
        Path labels = folder.resolve("labels.txt");
        if (!Files.exists(labels) || Files.readAllLines(labels).size() < most) {
            List<Sample<Image>> real = samples("cifar10.tar");
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < most; i++) {
                Sample<Image> one = real.isEmpty() ? null : real.get((int) ((long) i * STEP % real.size()));
                String label = one == null ? "class " + i % 10 : one.target().cell();
                write(folder, label, i, one == null ? jpeg(drawn(i, i % 10, SMALL, SMALL)) : changed(one, i / BASES));
                lines.add(label + "/" + i + ".jpg," + label);
            }
            text(labels, lines);
        }
        List<String> rows = new ArrayList<>(List.of("path,label"));
        rows.addAll(Files.readAllLines(labels).subList(0, count));
        Path table = folder.resolve("first-" + count + ".csv");
        text(table, rows);
        return table;
    }

    /** All parts of an archive of the shared data; empty where it is not there. */
    private static List<Sample<Image>> samples(String archive) throws IOException {
        Optional<Path> file = shared("vision", archive);
        List<Sample<Image>> all = new ArrayList<>();
        if (file.isPresent()) {
            Parts<Image> parts = ImageData.openParts(file.get(), TableOptions.DEFAULTS);
            addAll(all, parts.train());
            for (Optional<Dataset<Image>> part : List.of(parts.validation(), parts.test())) {
                if (part.isPresent()) {
                    addAll(all, part.get());
                }
            }
        }
        return all;
    }

    private static void addAll(List<Sample<Image>> all, Dataset<Image> part) throws IOException {
        for (int i = 0; i < part.size(); i++) {
            all.add(part.get(i));
        }
    }

    /** Coded anew: as it is, mirrored, or upside down. */
    private static byte[] changed(Sample<Image> sample, int how) throws IOException {
        Pixels pixels = sample.input().pixels().rgb();
        Pixels turned = how == 0 ? pixels : how == 1 ? pixels.mirrored() : pixels.flipped();
        BufferedImage image = new BufferedImage(turned.width(), turned.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < turned.height(); y++) {
            for (int x = 0; x < turned.width(); x++) {
                image.setRGB(x, y, turned.at(x, y, 0) << 16 | turned.at(x, y, 1) << 8 | turned.at(x, y, 2));
            }
        }
        return jpeg(image);
    }

    /** Ellipses in random places, in a color that tells the class. */
    private static BufferedImage drawn(int seed, int label, int width, int height) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        for (int i = 0; i < 60; i++) {
            pen.setColor(Color.getHSBColor(label / 10f + random.nextFloat() / 10, 0.8f, random.nextFloat()));
            pen.fillOval(
                    random.nextInt(width) - width / 8,
                    random.nextInt(height) - height / 8,
                    2 + random.nextInt(width / 3),
                    2 + random.nextInt(height / 3));
        }
        pen.dispose();
        return image;
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", bytes);
        return bytes.toByteArray();
    }

    private static void write(Path folder, String label, int number, byte[] bytes) throws IOException {
        Path file = folder.resolve(label).resolve(number + ".jpg");
        Files.createDirectories(file.getParent());
        Files.write(file, bytes); // not by Storage, which forces each to the disk
    }

    private static void text(Path file, List<String> lines) throws IOException {
        Storage.LOCAL.writeFile(file, out -> out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    }
}
