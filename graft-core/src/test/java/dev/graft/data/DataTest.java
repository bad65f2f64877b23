package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataTest {
    @TempDir
    Path folder;

    private Object first(Path path) throws IOException {
        return Data.openParts(path, TableOptions.DEFAULTS).train().get(0).input();
    }

    @Test
    void knowsFoldersOfPicturesFromFoldersOfTexts() throws Exception {
        Pictures.file(folder, "p/a/1.png", Pictures.png(1));
        Pictures.file(folder, "q/train/a/1.PNG", Pictures.png(1));
        Pictures.file(folder, "q/test/a/deep/1.png", Pictures.png(1));
        Texts.file(folder, "t/a/1.txt", "x");

        assertThat(first(folder.resolve("p"))).isInstanceOf(Image.class);
        assertThat(first(folder.resolve("q"))).isInstanceOf(Image.class);
        assertThat(first(folder.resolve("t"))).isInstanceOf(Text.class);
        assertThat(Data.open(folder.resolve("p"), TableOptions.DEFAULTS).size()).isEqualTo(1);
    }

    @Test
    void takesAMixedFolderForWhatIsMoreFrequentAndSaysWhatItSkips() throws Exception {
        Pictures.file(folder, "a/1.png", Pictures.png(1));
        Texts.file(folder, "a/1.txt", "a caption");
        Parts<?> mixed = Data.openParts(folder, TableOptions.DEFAULTS);
        Texts.file(folder, "a/2.txt", "x");
        Parts<?> texts = Data.openParts(folder, TableOptions.DEFAULTS);

        assertThat(mixed.train().notes()).containsExactly("skipped 1 (texts among the pictures): a/1.txt");
        assertThat(texts.train().size()).isEqualTo(2);
        assertThat(texts.train().notes()).containsExactly("skipped 1 (not .txt): a/1.png");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "path,label; true",
                "Image,label; true",
                "file_name,class; true",
                "text,label; false",
                "path,text,label; false",
                "file,sentence,label; false",
                "review,label; false",
            })
    void knowsTablesByTheirColumns(String header, boolean images) throws Exception {
        Path table = Texts.file(
                folder, "x.csv", header + "\na.png,b,c\n".substring(0, header.split(",").length == 3 ? 9 : 7));

        assertThat(ImageData.looksLikeImages(table)).isEqualTo(images);
    }

    @Test
    void believesTheColumnThatTheUserNames() throws Exception {
        Path table = Texts.file(folder, "x.csv", "path,note,label\na.png,hello,1\nb.png,bye,2\n");

        assertThat(ImageData.looksLikeImages(table, TableOptions.DEFAULTS.withTextColumn("note")))
                .isFalse();
        assertThat(ImageData.looksLikeImages(table, TableOptions.DEFAULTS.withTextColumn("path")))
                .isTrue();
    }

    @Test
    void knowsArchivesAndTheFilesOfMnistAndCifarByName() throws Exception {
        for (String name :
                new String[] {"x.tar", "x.TAR.GZ", "x.tgz", "x.zip", "t-images-idx3-ubyte.gz", "data_batch_3.bin"}) {
            assertThat(ImageData.looksLikeImages(folder.resolve(name))).as(name).isTrue();
        }
        assertThat(ImageData.looksLikeImages(folder.resolve("x.bin"))).isFalse();
    }

    @Test
    void saysWhatIsReadWhereItIsNeither() throws Exception {
        Path sheet = Texts.file(folder, "x.xlsx", "x");
        Files.createDirectories(folder.resolve("empty/a"));

        assertThatThrownBy(() -> Data.openParts(sheet, TableOptions.DEFAULTS))
                .hasMessageContainingAll("x.xlsx: not data that can be read; wanted a table", ".tar or .zip", "MNIST");
        assertThatThrownBy(() -> Data.open(folder.resolve("empty"), TableOptions.DEFAULTS))
                .hasMessageContaining("empty: no texts or pictures in sub-folders; wanted a table");
        assertThatThrownBy(() -> Data.open(folder.resolve("x.xls"), TableOptions.DEFAULTS))
                .hasMessageContaining("there is no such file; did you mean 'x.xlsx'?");
    }
}
