package dev.graft.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.Parts;
import dev.graft.data.Target;
import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("realdata")
class TinyImageNetTest {
    private static final int EACH = 3;
    private static Path folder;
    private static Parts<Image> parts;

    @BeforeAll
    static void opens() throws IOException {
        folder = StudyData.place().resolve("vision").resolve("tiny-imagenet");
        assumeTrue(Files.isDirectory(folder), "Tiny ImageNet is not there");
        parts = TinyImageNet.open(folder, EACH);
    }

    private static Map<Target, Integer> counts(Dataset<Image> data) throws IOException {
        Map<Target, Integer> counts = new HashMap<>();
        for (int i = 0; i < data.size(); i++) {
            counts.merge(data.target(i), 1, Integer::sum);
        }
        return counts;
    }

    @Test
    void givesEachOfTheTwoHundredClassesItsShare() throws IOException {
        assertThat(counts(parts.train())).hasSize(200).containsValue(EACH).doesNotContainValue(EACH + 1);
        assertThat(parts.train().size()).isEqualTo(200 * EACH);
        assertThat(counts(parts.test().orElseThrow()))
                .hasSize(200)
                .containsOnlyKeys(counts(parts.train()).keySet());
        assertThat(counts(parts.test().orElseThrow()).values()).containsOnly(50);
    }

    /** The first row of classes.tsv is a class, the third tile of its mosaic that class's third picture. */
    @Test
    void cutsATrainingPictureOutOfItsMosaic() throws IOException {
        List<String> first =
                List.of(Files.readAllLines(folder.resolve("classes.tsv")).get(1).split("\t"));
        Path file = folder.resolve("train").resolve(first.get(0) + ".jpg");
        Pixels mosaic = PictureFile.decode(Files.readAllBytes(file), file.toString());
        Pixels third = parts.train().get(2).input().pixels();

        assertThat(third.data()).isEqualTo(mosaic.crop(2 * 64, 0, 64, 64).data());
        assertThat(parts.train().get(2).where()).isEqualTo(first.get(0) + " 2");
        assertThat(parts.train().target(2).cell()).isEqualTo(first.get(1).split(",")[0]);
    }

    /** Row r of labels.tsv names the mosaic, the tile in it and the class. */
    @Test
    void findsATestPictureWhereTheTableSays() throws IOException {
        int row = 777;
        String[] cells = Files.readAllLines(folder.resolve("val").resolve("labels.tsv"))
                .get(row + 1)
                .split("\t");
        int tile = Integer.parseInt(cells[1]);
        Path file = folder.resolve("val").resolve(cells[0] + ".jpg");
        Pixels mosaic = PictureFile.decode(Files.readAllBytes(file), file.toString());
        Pixels picture = parts.test().orElseThrow().get(row).input().pixels();

        assertThat(picture.data())
                .isEqualTo(mosaic.crop(tile % 25 * 64, tile / 25 * 64, 64, 64).data());
        String name = parts.test().orElseThrow().target(row).cell().split(" n[0-9]+")[0];
        assertThat(Files.readAllLines(folder.resolve("classes.tsv")))
                .anyMatch(
                        line -> line.startsWith(cells[2] + "\t") && nameOf(line).equals(name));
    }

    private static String nameOf(String line) {
        return line.split("\t")[1].split(",")[0];
    }

    @Test
    void refusesAMosaicOfAnotherSize(@TempDir Path other) throws IOException {
        Files.createDirectories(other.resolve("train"));
        Files.writeString(other.resolve("classes.tsv"), "class\twords\nn01443537\tgoldfish\n");
        byte[] small = PictureFile.png(new Pixels(64, 64, 3, new byte[64 * 64 * 3]));
        Files.write(other.resolve("train").resolve("n01443537.jpg"), small);

        assertThatThrownBy(() -> TinyImageNet.open(other, 1)).hasMessageContaining("is no mosaic of 400 pictures");
    }
}
