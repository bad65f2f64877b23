package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTableTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        for (int i = 1; i <= 3; i++) {
            Pictures.file(folder, "pics/" + i + ".png", Pictures.png(i));
        }
    }

    @Test
    void readsPathsRelativeToTheTable() throws Exception {
        Path table = Texts.file(
                folder,
                "labels.csv",
                "path,label\npics/3.png,cat\n./pics/1.png,dog\n"
                        + folder.resolve("pics/2.png").toAbsolutePath() + ",cat\n");

        ImageSet images = ImageTable.open(table);

        assertThat(images.size()).isEqualTo(3);
        assertThat(images.get(0).where()).isEqualTo("labels.csv, row 2: pics/3.png");
        assertThat(images.target(1)).isEqualTo(new Target.Label("dog"));
        assertThat(images.get(2).input().pixels().data())
                .isEqualTo(Pictures.scene(2, 40, 30).data());
        assertThat(images.notes()).isEmpty();
    }

    @Test
    void readsSeveralLabelsAndNumbers() throws Exception {
        Path lines = Texts.file(
                folder,
                "x.jsonl",
                "{\"image\": \"pics/1.png\", \"label\": [\"sea\", \"sun\"]}\n{\"image\": \"pics/2.png\", \"label\": []}\n");
        Path numbers = Texts.file(folder, "x.tsv", "file\tage\npics/1.png\t3.5\npics/2.png\t4\n");

        assertThat(ImageTable.open(lines).target(0)).isEqualTo(new Target.LabelSet(List.of("sea", "sun")));
        assertThat(ImageTable.open(lines).get(1).where()).isEqualTo("x.jsonl, line 2: pics/2.png");
        ImageSet ages = ImageTable.open(numbers, TableOptions.DEFAULTS.withLabelColumn("age"));
        assertThat(ages.target(0)).isEqualTo(new Target.Value(3.5));
        Path separated = Texts.file(folder, "y.csv", "path,label\npics/1.png,sea|sun\npics/2.png,\n");
        assertThat(ImageTable.open(separated, TableOptions.DEFAULTS.withLabelSeparator("|"))
                        .target(0)
                        .classes())
                .containsExactly("sea", "sun");
    }

    @Test
    void theColumnOfPathsIsKnownByItsNameOrByItsFirstCell() throws Exception {
        Path table = Texts.file(folder, "x.csv", "id,foto,label\n7,pics/1.png,a\n8,pics/2.png,b\n");
        assertThat(ImageTable.open(table).size()).isEqualTo(2);
        assertThat(ImageData.looksLikeImages(table)).isTrue();
        assertThat(ImageData.looksLikeImages(table, TableOptions.DEFAULTS.withTextColumn("foto")))
                .isTrue();
        assertThat(ImageData.looksLikeImages(table, TableOptions.DEFAULTS.withTextColumn("id")))
                .isFalse();
        Path kind = Texts.file(folder, "v.csv", "format,foto,label\npng,pics/1.png,a\n");
        assertThat(ImageTable.open(kind).size()).isEqualTo(1); // no name without a dot is a picture's
        Path two = Texts.file(folder, "y.csv", "before,after,label\npics/1.png,pics/2.png,a\n");
        assertThatThrownBy(() -> ImageTable.open(two)).hasMessageContaining("no column 'path'");
        assertThat(ImageTable.open(two, TableOptions.DEFAULTS.withTextColumn("after"))
                        .size())
                .isEqualTo(1);
        Path said = Texts.file(folder, "z.csv", "said,label\nlook at pics/1.png,a\n");
        assertThat(ImageData.looksLikeImages(said)).isFalse();
    }

    @Test
    void readsTablesWithoutLabelsForPrediction() throws Exception {
        Path table = Texts.file(folder, "x.csv", "path,other\npics/1.png,7\n");

        ImageSet images = ImageTable.open(table, TableOptions.DEFAULTS.withRequireLabels(false));

        assertThat(Facts.of(images).kind()).isEqualTo(Optional.empty());
    }

    @Test
    void countsAMissingFileAsAPictureThatCannotBeRead() throws Exception {
        StringBuilder rows = new StringBuilder("path,label\n");
        for (int i = 0; i < 30; i++) {
            rows.append("pics/").append(1 + i % 3).append(".png,").append(i % 2).append('\n');
        }
        Path table = Texts.file(folder, "x.csv", rows + "pics/9.png,1\n");

        assertThat(ImageTable.open(table).unreadable())
                .containsExactly("x.csv, row 32: pics/9.png: there is no such file");
        Path all = Texts.file(folder, "y.csv", "path,label\npics/8.png,a\npics/9.png,b\n");
        assertThatThrownBy(() -> ImageTable.open(all))
                .hasMessageContaining("y.csv: 2 of 2 pictures cannot be read")
                .hasMessageContaining("y.csv, row 2: pics/8.png: there is no such file");
    }

    @Test
    void refusesWhatIsNoPathAndSaysTheRow() throws Exception {
        Path web = Texts.file(folder, "x.csv", "path,label\nhttps://x.test/1.jpg,a\n");
        assertThatThrownBy(() -> ImageTable.open(web))
                .hasMessage("x.csv, row 2: 'https://x.test/1.jpg' is no file here; fetch the pictures first");
        Path blank = Texts.file(folder, "y.csv", "path,label\npics/1.png,a\n ,b\n");
        assertThatThrownBy(() -> ImageTable.open(blank)).hasMessageContaining("y.csv, row 3: the path is empty");
        Path none = Texts.file(folder, "z.csv", "id,label\npics/1,a\n");
        assertThatThrownBy(() -> ImageTable.open(none))
                .hasMessageContaining("z.csv: no column 'path'; the first row names id | label");
        Path folderRow = Texts.file(folder, "w.csv", "path,label\npics,a\n");
        assertThatThrownBy(() -> ImageTable.open(folderRow)).hasMessageContaining("pics: is a folder");
    }
}
