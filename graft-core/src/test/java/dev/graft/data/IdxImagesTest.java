package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import dev.graft.image.Pixels;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxImagesTest {
    @TempDir
    Path folder;

    /** Three pictures, 3 wide and 2 high, of the values 0 to 17. */
    private static byte[] images() {
        ByteBuffer bytes =
                ByteBuffer.allocate(16 + 18).putInt(0x803).putInt(3).putInt(2).putInt(3);
        for (int i = 0; i < 18; i++) {
            bytes.put((byte) i);
        }
        return bytes.array();
    }

    private static byte[] labels(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }

    private Path write(String part, byte[] images, byte[] labels) throws Exception {
        Pictures.file(folder, part + "-labels-idx1-ubyte", labels);
        return Pictures.file(folder, part + "-images-idx3-ubyte", images);
    }

    @Test
    void readsPicturesAndTheirLabelsRowByRow() throws Exception {
        Dataset<Image> digits = IdxImages.open(write("train", images(), labels(7, 0, 61)));

        Pixels second = digits.get(1).input().pixels();
        assertThat(second.width()).isEqualTo(3);
        assertThat(second.height()).isEqualTo(2);
        assertThat(second.data()).containsExactly(6, 7, 8, 9, 10, 11);
        assertThat(digits.target(2)).isEqualTo(new Target.Label("61"));
        assertThat(digits.get(1).where()).isEqualTo("train-images-idx3-ubyte, picture 1");
        assertThat(digits.get(1)).isEqualTo(digits.get(1));
    }

    @Test
    void picturesOfEmnistStandUpright() throws Exception {
        Dataset<Image> letters = IdxImages.open(write("emnist-letters-train", images(), labels(1, 2, 3)));

        Pixels second = letters.get(1).input().pixels(); // whose file says 2 rows of 3
        assertThat(second.width()).isEqualTo(2);
        assertThat(second.height()).isEqualTo(3);
        assertThat(second.data()).containsExactly(6, 9, 7, 10, 8, 11);
    }

    @Test
    void findsThePartsOfAFolderGzippedOrNot() throws Exception {
        write("train", images(), labels(1, 2, 3));
        Pictures.file(folder, "t10k-images.idx3-ubyte.gz", Pictures.gzip(images()));
        Pictures.file(folder, "t10k-labels.idx1-ubyte.gz", Pictures.gzip(labels(4, 5, 6)));

        Parts<Image> parts = ImageData.openParts(folder, TableOptions.DEFAULTS);

        assertThat(parts.train().target(0)).isEqualTo(new Target.Label("1"));
        assertThat(parts.test().orElseThrow().target(0)).isEqualTo(new Target.Label("4"));
        assertThat(parts.test().orElseThrow().get(2).input().pixels().data()).containsExactly(12, 13, 14, 15, 16, 17);
        assertThatThrownBy(() -> ImageData.open(folder)).hasMessageContaining("holds parts");
        write("emnist-letters-train", images(), labels(1, 2, 3));
        assertThatThrownBy(() -> ImageData.openParts(folder, TableOptions.DEFAULTS))
                .hasMessageContaining("several sets are in it");
    }

    @Test
    void wantsTheLabelsBeside() throws Exception {
        Path alone = Pictures.file(folder, "train-images-idx3-ubyte", images());

        assertThatThrownBy(() -> IdxImages.open(alone))
                .hasMessageContaining(
                        "its labels, train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz, are not beside");
        Path fewer = write("train", images(), labels(1, 2));
        assertThatThrownBy(() -> IdxImages.open(fewer))
                .hasMessageContaining(
                        "train-labels-idx1-ubyte: 2 labels for the 3 pictures of train-images-idx3-ubyte");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 7, begins with 07000803",
        "2, 9, begins with 00000903",
        "3, 1, begins with 00000801",
        "4, 127, but its header promises",
        "4, -1, where a size stands",
        "8, 127, where a size stands",
        "11, 3, but its header promises 27",
        "15, 0, says 0 where a size stands",
    })
    void refusesAHeaderThatLies(int at, byte value, String message) throws Exception {
        byte[] images = images();
        images[at] = value;
        Path file = write("train", images, labels(1, 2, 3));

        assertThatThrownBy(() -> IdxImages.open(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("train-images-idx3-ubyte, byte ", message);
    }

    @Test
    void refusesFilesThatAreCutOrTooLong() throws Exception {
        for (int length = 0; length <= 40; length++) {
            if (length != 34) {
                Path file = write("train", Arrays.copyOf(images(), length), labels(1, 2, 3));
                assertThatThrownBy(() -> IdxImages.open(file))
                        .as("%s bytes", length)
                        .isInstanceOf(BadInput.class);
            }
        }
    }

    @Test
    void namesAFileThatChangedLater() throws Exception {
        Path file = write("train", images(), labels(1, 2, 3));
        Dataset<Image> digits = IdxImages.open(file);
        Files.write(file, new byte[5]);

        assertThatThrownBy(() -> digits.get(0).input().pixels()).hasMessageContaining("was changed since");
    }
}
