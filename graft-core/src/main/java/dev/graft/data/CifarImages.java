package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * CIFAR-10 and CIFAR-100 in their binary form: {@code data_batch_1.bin ... test_batch.bin}, and {@code train.bin} and
 * {@code test.bin}, of which the fine labels are read. Classes have the names in {@code batches.meta.txt} or
 * {@code fine_label_names.txt} where it lies beside, else numbers. Source: Krizhevsky, "The CIFAR-10 dataset", "binary
 * version".
 */
public final class CifarImages {
    private static final int SIDE = 32;

    /** What differs between the two. */
    private enum Kind {
        TEN("(?i)(data_batch(_\\d+)?|test_batch)\\.bin", "batches.meta.txt", 10, 1),
        HUNDRED("(?i)(train|test)\\.bin", "fine_label_names.txt", 100, 2);

        private final String file;
        private final String names;
        private final int classes;
        private final int labels; // bytes before the pixels, the last of which counts

        Kind(String file, String names, int classes, int labels) {
            this.file = file;
            this.names = names;
            this.classes = classes;
            this.labels = labels;
        }

        boolean names(Path pictures) {
            return pictures.getFileName().toString().matches(file);
        }

        RawImages.Form form() {
            return new RawImages.Form(labels, SIDE, SIDE, 3, RawImages.Order.PLANES);
        }
    }

    private CifarImages() {}

    /** Whether a file is named as such pictures are. */
    static boolean isNamed(String fileName) {
        return kind(fileName).isPresent();
    }

    private static Optional<Kind> kind(String fileName) {
        return List.of(Kind.values()).stream()
                .filter(kind -> fileName.matches(kind.file))
                .findFirst();
    }

    /** The files of pictures in a folder, in the order of their names. */
    static List<Path> in(Path folder) throws IOException {
        return Paths.sorted(folder, folder.toString()).stream()
                .filter(file -> isNamed(file.getFileName().toString()))
                .toList();
    }

    /** One file. */
    public static Dataset<Image> open(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Kind kind = kind(name)
                .orElseThrow(
                        () -> new BadInput(file.toString(), "not named as CIFAR's files are, as data_batch_1.bin"));
        return open(name, List.of(file), kind);
    }

    /** The files of a folder: those to train on together, and the test file. */
    public static Parts<Image> openParts(Path folder) throws IOException {
        List<Path> test = new ArrayList<>();
        List<Path> train = new ArrayList<>();
        for (Path file : in(folder)) {
            (file.getFileName().toString().toLowerCase(Locale.ROOT).startsWith("test") ? test : train).add(file);
        }
        if (train.isEmpty()) {
            throw new BadInput(
                    folder.toString(), "no data_batch_1.bin or train.bin in it; add it, or open one of its files");
        }
        Kind kind = kind(train.get(0).getFileName().toString()).orElseThrow();
        if (test.size() > 1 || !train.stream().allMatch(kind::names)) {
            throw new BadInput(folder.toString(), "both CIFAR-10 and CIFAR-100 are in it; put them apart");
        }
        return new Parts<>(
                open("train", train, kind),
                Optional.empty(),
                test.isEmpty() ? Optional.empty() : Optional.of(open("test", test, kind)));
    }

    private static Dataset<Image> open(String name, List<Path> files, Kind kind) throws IOException {
        List<Target> classes = classes(files.get(0).resolveSibling(kind.names), kind);
        List<RawImages.Run> runs = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (Path file : files) {
            Pieces pieces = Pieces.of(file);
            try (ByteSource source = pieces.open()) {
                int count = count(source, kind);
                runs.add(new RawImages.Run(pieces, 0, count));
                for (int i = 0; i < count; i++) {
                    targets.add(target(source, kind, classes));
                }
            }
        }
        return new RawImages(name, kind.form(), runs, targets);
    }

    private static int count(ByteSource source, Kind kind) throws BadInput {
        int stride = kind.form().stride();
        long count = source.length() / stride;
        if (count == 0 || source.length() % stride != 0 || count > 10_000_000) {
            throw source.bad(
                    0,
                    source.length() + " bytes are not a number of pictures of " + stride
                            + " bytes each; fetch the binary version again");
        }
        return (int) count;
    }

    private static Target target(ByteSource source, Kind kind, List<Target> classes) throws IOException {
        source.skip(kind.labels - 1L);
        long at = source.position();
        int label = source.u8();
        if (label >= kind.classes) {
            throw source.bad(at, "label " + label + ", but there are " + kind.classes + "; the file is damaged");
        }
        source.skip(kind.form().pixels());
        return classes.get(label);
    }

    /** One for each class, named by the file if that is there and has as many lines. */
    private static List<Target> classes(Path names, Kind kind) throws IOException {
        List<String> lines = Files.isRegularFile(names)
                ? new String(ByteSource.whole(names, ByteSource.DESCRIPTION), StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .distinct()
                        .toList()
                : List.of();
        if (!lines.isEmpty() && lines.size() != kind.classes) {
            throw new BadInput(names.toString(), lines.size() + " names for " + kind.classes + " classes; mend it");
        }
        List<Target> classes = new ArrayList<>();
        for (int i = 0; i < kind.classes; i++) {
            classes.add(new Target.Label(lines.isEmpty() ? Integer.toString(i) : lines.get(i)));
        }
        return classes;
    }
}
