package dev.graft.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small datasets and files for tests. */
final class Texts {
    private Texts() {}

    /** Text, label, text, label ... */
    static Samples<Text> of(String... textsAndLabels) {
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < textsAndLabels.length; i += 2) {
            samples.add(new Sample<>(
                    Text.of(textsAndLabels[i]), new Target.Label(textsAndLabels[i + 1]), "test, row " + (i / 2 + 2)));
        }
        return new Samples<>("test", samples);
    }

    /** So many different texts of each class {@code a}, {@code b}, ... in turn as long as there are any. */
    static Samples<Text> counts(int... counts) {
        List<Sample<Text>> samples = new ArrayList<>();
        MersenneTwister random = new MersenneTwister(7);
        for (int c = 0; c < counts.length; c++) {
            for (int i = 0; i < counts[c]; i++) {
                samples.add(new Sample<>(
                        Text.of(words(random, 12)),
                        new Target.Label(String.valueOf((char) ('a' + c))),
                        "test, row " + (samples.size() + 2)));
            }
        }
        return new Samples<>("test", samples);
    }

    static String words(MersenneTwister random, int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(Long.toString(random.randint(1 << 20, 1 << 30), 36));
        }
        return words.toString();
    }

    static Path file(Path folder, String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content, StandardCharsets.UTF_8);
    }
}
