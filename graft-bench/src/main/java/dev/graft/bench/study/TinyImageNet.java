package dev.graft.bench.study;

import dev.graft.base.BadInput;
import dev.graft.data.Image;
import dev.graft.data.Parts;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tiny ImageNet as the shared data have it: mosaics of 64 x 64 pictures in rows of 25, one of 400 pictures for each class
 * to train on, and of 500 of all classes to test. All are decoded once and held in memory, 12 kB each.
 */
final class TinyImageNet {
    private static final int SIDE = 64;
    private static final int IN_A_ROW = 25;
    private static final int TRAIN = 400;
    private static final int TEST = 500;

    private TinyImageNet() {}

    /** @param folder with {@code train}, {@code val} and {@code classes.tsv} */
    static Parts<Image> open(Path folder) throws IOException {
        return open(folder, TRAIN);
    }

    /** @param ofEachClass the first so many of each class to train on, at most 400 */
    static Parts<Image> open(Path folder, int ofEachClass) throws IOException {
        Map<String, String> names = names(folder.resolve("classes.tsv"));
        List<Sample<Image>> train = new ArrayList<>();
        for (Map.Entry<String, String> known : names.entrySet()) {
            Path mosaic = folder.resolve("train").resolve(known.getKey() + ".jpg");
            List<Image> tiles = tiles(mosaic, TRAIN).subList(0, ofEachClass);
            for (int i = 0; i < tiles.size(); i++) {
                train.add(new Sample<>(tiles.get(i), new Target.Label(known.getValue()), known.getKey() + " " + i));
            }
        }
        Samples<Image> test = new Samples<>("Tiny ImageNet, test", test(folder.resolve("val"), names));
        return new Parts<>(new Samples<>("Tiny ImageNet, train", train), Optional.empty(), Optional.of(test));
    }

    /** The first word of each class, or its number in WordNet where two have the same. */
    private static Map<String, String> names(Path file) throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, Integer> often = new HashMap<>();
        for (List<String> row : rows(file, 2)) {
            String word = row.get(1).split(",")[0].strip();
            often.merge(word, 1, Integer::sum);
            names.put(row.get(0), word);
        }
        names.replaceAll((number, word) -> often.get(word) == 1 ? word : word + " " + number);
        return names;
    }

    private static List<Sample<Image>> test(Path folder, Map<String, String> names) throws IOException {
        Map<String, List<Image>> mosaics = new HashMap<>();
        List<Sample<Image>> samples = new ArrayList<>();
        for (List<String> row : rows(folder.resolve("labels.tsv"), 3)) {
            if (!mosaics.containsKey(row.get(0))) {
                mosaics.put(row.get(0), tiles(folder.resolve(row.get(0) + ".jpg"), TEST));
            }
            Image tile = mosaics.get(row.get(0)).get(Integer.parseInt(row.get(1)));
            Target target = new Target.Label(names.get(row.get(2)));
            samples.add(new Sample<>(tile, target, "val " + row.get(0) + " " + row.get(1)));
        }
        return samples;
    }

    /** All rows but the header's. */
    private static List<List<String>> rows(Path file, int columns) throws IOException {
        List<List<String>> rows = Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> List.of(line.split("\t")))
                .toList();
        if (rows.isEmpty() || rows.stream().anyMatch(row -> row.size() != columns)) {
            throw new BadInput(file.toString(), "should have a header and rows of " + columns + " columns");
        }
        return rows;
    }

    private static List<Image> tiles(Path file, int count) throws IOException {
        Pixels mosaic =
                PictureFile.decode(Files.readAllBytes(file), file.getFileName().toString());
        if (mosaic.width() != IN_A_ROW * SIDE || mosaic.height() != count / IN_A_ROW * SIDE) {
            throw new BadInput(file.toString(), "is no mosaic of " + count + " pictures, " + IN_A_ROW + " a row");
        }
        return IntStream.range(0, count)
                .mapToObj(i -> mosaic.crop(i % IN_A_ROW * SIDE, i / IN_A_ROW * SIDE, SIDE, SIDE))
                .map(Image::of)
                .toList();
    }
}
