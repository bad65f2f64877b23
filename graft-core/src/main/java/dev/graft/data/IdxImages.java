package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Grey pictures in the form of MNIST: {@code train-images-idx3-ubyte}, gzipped or not, with
 * {@code train-labels-idx1-ubyte} beside it. Classes are the label numbers. Source: LeCun, Cortes and Burges, "The
 * MNIST database of handwritten digits", "file formats". Files of EMNIST, which are known by their names, hold pictures
 * column by column, and these are read upright; source: Cohen et al., "EMNIST: an extension of MNIST to handwritten
 * letters", 2017, and the readme of its files.
 */
public final class IdxImages {
    private static final Pattern NAME =
            Pattern.compile("(?i)(.*?)(train|t10k|test|t|valid|val|dev)?([-_.]?)images([-.])idx3-ubyte(\\.gz)?");
    private static final String EMNIST = "emnist";
    private static final int LARGEST_SIDE = 1 << 14;

    private IdxImages() {}

    /** Whether a file is named as such pictures are. */
    static boolean isNamed(String fileName) {
        return NAME.matcher(fileName).matches();
    }

    /** The files of pictures in a folder. */
    static List<Path> in(Path folder) throws IOException {
        return Paths.sorted(folder, folder.toString()).stream()
                .filter(file -> isNamed(file.getFileName().toString()))
                .toList();
    }

    /** One file of pictures, with its labels. */
    public static Dataset<Image> open(Path images) throws IOException {
        Pieces pieces = Pieces.of(images);
        Path labelFile = labelFile(images);
        try (ByteSource source = pieces.open()) {
            int[] sides = header(source, 3);
            boolean turned = String.valueOf(images.getFileName())
                    .toLowerCase(Locale.ROOT)
                    .startsWith(EMNIST);
            RawImages.Form form = turned
                    ? new RawImages.Form(0, sides[1], sides[2], 1, RawImages.Order.COLUMNS)
                    : new RawImages.Form(0, sides[2], sides[1], 1, RawImages.Order.ROWS);
            List<Target> targets = targets(Pieces.of(labelFile), sides[0], pieces.name());
            return new RawImages(
                    pieces.name(), form, List.of(new RawImages.Run(pieces, source.position(), sides[0])), targets);
        }
    }

    /** The files of a folder: {@code train-}, and {@code t10k-}, {@code test-} or {@code t-}; {@code val-} too. */
    public static Parts<Image> openParts(Path folder) throws IOException {
        Map<String, Path> parts = new TreeMap<>();
        String set = "";
        for (Path file : in(folder)) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (!name.matches()) {
                continue;
            }
            String part = part(name);
            Path other = parts.putIfAbsent(part, file);
            if (other != null || (parts.size() > 1 && !set.equals(name.group(1)))) {
                throw new BadInput(
                        folder.toString(),
                        "several sets are in it ("
                                + (other == null ? parts.values().iterator().next() : other).getFileName() + ", "
                                + file.getFileName() + "); keep one, or open one file");
            }
            set = name.group(1);
        }
        if (!parts.containsKey("train")) {
            throw new BadInput(
                    folder.toString(), "no train-images-idx3-ubyte in it; open one of its files, or add that");
        }
        return new Parts<>(open(parts.get("train")), optional(parts.get("val")), optional(parts.get("test")));
    }

    private static Optional<Dataset<Image>> optional(Path file) throws IOException {
        return file == null ? Optional.empty() : Optional.of(open(file));
    }

    private static String part(Matcher name) {
        String part = name.group(2) == null ? "train" : name.group(2).toLowerCase(Locale.ROOT);
        return switch (part) {
            case "train" -> "train";
            case "t10k", "test", "t" -> "test";
            default -> "val";
        };
    }

    private static Path labelFile(Path images) throws BadInput {
        String name = String.valueOf(images.getFileName());
        if (!isNamed(name)) {
            throw new BadInput(images.toString(), "not named as pictures are, as train-images-idx3-ubyte; rename it");
        }
        String plain = name.replaceFirst("(?i)\\.gz$", "").replaceFirst("(?i)images([-.])idx3", "labels$1idx1");
        List<Path> there = List.of(images.resolveSibling(plain), images.resolveSibling(plain + ".gz")).stream()
                .filter(Files::exists)
                .toList();
        if (there.isEmpty()) {
            throw new BadInput(images.toString(), "its labels, " + plain + " or " + plain + ".gz, are not beside it");
        }
        return there.get(0);
    }

    private static List<Target> targets(Pieces pieces, int count, String images) throws IOException {
        try (ByteSource source = pieces.open()) {
            int labels = header(source, 1)[0];
            if (labels != count) {
                throw new BadInput(
                        pieces.name(),
                        labels + " labels for the " + count + " pictures of " + images + "; fetch both again");
            }
            ClassTargets classes = new ClassTargets();
            List<Target> targets = new ArrayList<>(count);
            for (byte label : source.bytes(count)) {
                targets.add(classes.of(Integer.toString(label & 0xff)));
            }
            return targets;
        }
    }

    /** The sizes that the header states: of bytes, so many dimensions, and exactly the bytes for them behind it. */
    private static int[] header(ByteSource source, int dimensions) throws IOException {
        int magic = Integer.reverseBytes(source.i32());
        if (magic != (0x0800 | dimensions)) {
            throw source.bad(
                    0,
                    "begins with " + String.format(Locale.ROOT, "%08x", magic) + ", not 0000080" + dimensions
                            + "; it is no IDX file of bytes in " + dimensions + " dimensions");
        }
        ByteBuffer sizes = ByteBuffer.wrap(source.bytes(4L * dimensions));
        int[] sides = new int[dimensions];
        long bytes = 1;
        for (int i = 0; i < dimensions; i++) {
            sides[i] = sizes.getInt();
            if (sides[i] < 1 || (i > 0 && sides[i] > LARGEST_SIDE)) {
                throw source.bad(
                        4L + 4 * i,
                        "says " + Integer.toUnsignedString(sides[i]) + " where a size stands; it is damaged");
            }
            bytes *= sides[i]; // below 2^31 * 2^14 * 2^14
        }
        if (bytes != source.remaining()) {
            throw source.bad(
                    source.position(),
                    "has " + source.remaining() + " bytes from here, but its header promises " + bytes
                            + "; fetch it again");
        }
        return sides;
    }
}
