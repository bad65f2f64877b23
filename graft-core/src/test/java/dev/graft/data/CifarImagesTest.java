package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.image.Pixels;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarImagesTest {
    private static final String NAMES = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";

    @TempDir
    Path folder;

    /** A picture for each label: its red is the label, its green 100, its blue 200, its last pixel's red 50. */
    private static byte[] batch(int before, int... labels) {
        byte[] bytes = new byte[labels.length * (before + 3072)];
        for (int i = 0; i < labels.length; i++) {
            int at = i * (before + 3072);
            bytes[at + before - 1] = (byte) labels[i];
            Arrays.fill(bytes, at + before, at + before + 1024, (byte) labels[i]);
            bytes[at + before + 1023] = 50;
            Arrays.fill(bytes, at + before + 1024, at + before + 2048, (byte) 100);
            Arrays.fill(bytes, at + before + 2048, at + before + 3072, (byte) 200);
        }
        return bytes;
    }

    @Test
    void readsTheBatchesOfAFolderInOrder() throws Exception {
        Pictures.file(folder, "data_batch_2.bin", batch(1, 8, 9));
        Pictures.file(folder, "data_batch_1.bin", batch(1, 3));
        Pictures.file(folder, "test_batch.bin", batch(1, 0));
        Texts.file(folder, "batches.meta.txt", NAMES);

        Parts<Image> parts = ImageData.openParts(folder, TableOptions.DEFAULTS);

        assertThat(parts.train().size()).isEqualTo(3);
        assertThat(parts.train().target(0)).isEqualTo(new Target.Label("cat"));
        assertThat(parts.train().target(2)).isEqualTo(new Target.Label("truck"));
        assertThat(parts.train().get(2).where()).isEqualTo("data_batch_2.bin, picture 1");
        assertThat(parts.test().orElseThrow().target(0)).isEqualTo(new Target.Label("airplane"));
        Pixels pixels = parts.train().get(2).input().pixels();
        assertThat(new int[] {pixels.width(), pixels.height(), pixels.channels()})
                .containsExactly(32, 32, 3);
        assertThat(new int[] {pixels.at(0, 0, 0), pixels.at(5, 7, 1), pixels.at(31, 31, 2), pixels.at(31, 31, 0)})
                .containsExactly(9, 100, 200, 50);
    }

    @Test
    void readsTheFineLabelsOfAHundredClasses() throws Exception {
        byte[] train = batch(2, 99, 0);
        train[0] = 19; // the coarse label of the first
        Pictures.file(folder, "train.bin", train);
        Pictures.file(folder, "test.bin", batch(2, 1));

        Parts<Image> parts = ImageData.openParts(folder, TableOptions.DEFAULTS);

        assertThat(parts.train().target(0)).isEqualTo(new Target.Label("99"));
        assertThat(parts.train().get(1).input().pixels().at(0, 0, 1)).isEqualTo(100);
        assertThat(parts.test().orElseThrow().size()).isEqualTo(1);
        Pictures.file(folder, "data_batch_1.bin", batch(1, 3));
        assertThatThrownBy(() -> ImageData.openParts(folder, TableOptions.DEFAULTS))
                .hasMessageContaining("both CIFAR-10 and CIFAR-100 are in it");
    }

    @Test
    void refusesWhatIsDamaged() throws Exception {
        Path cut = Pictures.file(folder, "data_batch_1.bin", Arrays.copyOf(batch(1, 1, 2), 6000));
        assertThatThrownBy(() -> CifarImages.open(cut))
                .hasMessageContaining("6000 bytes are not a number of pictures of 3073 bytes each");
        Path wrong = Pictures.file(folder, "data_batch_1.bin", batch(1, 1, 10));
        assertThatThrownBy(() -> CifarImages.open(wrong))
                .hasMessage("data_batch_1.bin, byte 3073: label 10, but there are 10; the file is damaged");
        Path empty = Pictures.file(folder, "test_batch.bin", new byte[0]);
        assertThatThrownBy(() -> CifarImages.open(empty)).hasMessageContaining("0 bytes are not a number of pictures");
        Path good = Pictures.file(folder, "data_batch_1.bin", batch(1, 1));
        Texts.file(folder, "batches.meta.txt", "cat\ndog\n");
        assertThatThrownBy(() -> CifarImages.open(good)).hasMessageContaining("2 names for 10 classes");
    }
}
