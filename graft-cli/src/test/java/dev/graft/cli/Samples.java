package dev.graft.cli;

import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SplittableRandom;

/** Small data that can be learned in a moment. */
final class Samples {
    private static final String[][] TEXTS = {
        {
            "fruit",
            "a sweet ripe apple",
            "two pears and a plum",
            "the banana is yellow",
            "fresh cherries from the tree",
            "orange juice from real oranges",
            "grapes without seeds",
            "a basket of strawberries",
            "lemon with its peel",
            "mango and papaya salad",
            "dried figs and dates"
        },
        {
            "tool",
            "the hammer has a wooden handle",
            "a screwdriver for small screws",
            "this saw cuts steel",
            "pliers that hold tight",
            "an electric drill with two batteries",
            "the wrench does not fit the nut",
            "a file for rough edges",
            "clamps to hold the boards",
            "sandpaper, grain eighty",
            "a level and a plumb line"
        }
    };

    private Samples() {}

    /** Twenty different texts in two classes. */
    static Path table(Path file) throws IOException {
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = 1; i <= 10; i++) {
            for (String[] texts : TEXTS) {
                csv.append('"').append(texts[i]).append("\",").append(texts[0]).append('\n');
            }
        }
        return Files.writeString(file, csv);
    }

    /** Dark and light pictures, forty of each. */
    static Path photos(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 80; i++) {
            byte[] data = new byte[20 * 20 * 3];
            random.nextBytes(data);
            for (int p = 0; p < data.length; p++) {
                data[p] = (byte) ((data[p] & 0x7f) + (i % 2 == 0 ? 0 : 128));
            }
            Path file = folder.resolve(i % 2 == 0 ? "dark" : "light").resolve(i + ".png");
            Files.createDirectories(file.getParent());
            Files.write(file, PictureFile.png(new Pixels(20, 20, 3, data)));
        }
        return folder;
    }

    static Path write(Path file, String text) throws IOException {
        return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static Path copy(Path folder, Path to) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(folder.relativize(from).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Files.copy(from, to.resolve(folder.relativize(from).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }
}
