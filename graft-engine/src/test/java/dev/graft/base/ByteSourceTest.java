package dev.graft.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ByteSourceTest {
    @TempDir
    Path folder;

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void readsTheSameFromAFileFromMemoryAndFromAStream() throws IOException {
        byte[] bytes = random(3_000_001);
        Path file = Files.write(folder.resolve("x.bin"), bytes);
        ByteBuffer wanted = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteSource[] sources = {
            ByteSource.open(file),
            ByteSource.of("x", bytes),
            ByteSource.read("x", new ByteArrayInputStream(bytes), bytes.length, 1 << 22)
        };
        for (ByteSource source : sources) {
            try (source) {
                for (int at : new int[] {0, 8189, 1_048_573, 2_999_987}) {
                    source.seek(at);
                    assertThat(source.u8()).isEqualTo(Byte.toUnsignedInt(bytes[at]));
                    assertThat(source.i32()).isEqualTo(wanted.getInt(at + 1));
                    assertThat(source.i64()).isEqualTo(wanted.getLong(at + 5));
                    assertThat(source.position()).isEqualTo(at + 13);
                }
                assertThat(source.slice(7, 1_048_600).bytes(1_048_600))
                        .isEqualTo(Arrays.copyOfRange(bytes, 7, 1_048_607));
                source.seek(0);
                assertThat(Digest.sha256(source.stream())).isEqualTo(Digest.sha256(bytes));
            }
        }
        assertThat(Digest.sha256(file)).isEqualTo(Digest.sha256(bytes));
    }

    @Test
    void readsNumbersOfProtocolBuffers() throws IOException {
        byte[] bytes = {0, (byte) 0xac, 2, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
        ByteSource source = ByteSource.of("x", bytes);
        assertThat(source.varint()).isZero();
        assertThat(source.varint()).isEqualTo(300);
        assertThat(source.varint()).isEqualTo(-1);

        byte[] long11 = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 2};
        assertThatThrownBy(() -> ByteSource.of("x", long11).varint())
                .hasMessage("x, byte 0: a number here is longer than 64 bits; the file is damaged");
        assertThatThrownBy(() -> ByteSource.of("x", new byte[] {-1}).varint()).isInstanceOf(BadInput.class);
    }

    @Test
    void believesNoSizeThatTheBytesDoNotBear() throws IOException {
        ByteSource source = ByteSource.of("w.bin", new byte[10]).slice(4, 6);
        source.skip(1);
        for (long count : new long[] {6, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> source.bytes(count))
                    .isInstanceOf(BadInput.class)
                    .hasMessageStartingWith("w.bin, byte 5: ");
        }
        assertThatThrownBy(() -> source.slice(1, 6)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> source.slice(Long.MAX_VALUE, 1)).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> source.seek(7)).isInstanceOf(BadInput.class);
        assertThatThrownBy(source::i64).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> source.read(3, ByteBuffer.allocate(4))).isInstanceOf(BadInput.class);
        assertThat(source.position()).isEqualTo(1);
        assertThat(source.i32()).isZero();
    }

    @Test
    void keepsToItsBudget() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 7;
            }
        };
        assertThatThrownBy(() -> ByteSource.read("big", endless, -1, 1 << 21))
                .hasMessage("big, byte 2097152: has more bytes than the allowed 2097152");
        assertThatThrownBy(
                        () -> ByteSource.read("short", new ByteArrayInputStream(new byte[3]), Long.MAX_VALUE, 1L << 40))
                .hasMessageContaining("ends here");
        assertThatThrownBy(() -> ByteSource.read("long", new ByteArrayInputStream(new byte[3]), 2, 100))
                .hasMessageContaining("more bytes than the 2");
    }

    @Test
    void readsBeyondTwoGigabytes() throws IOException {
        Path file = folder.resolve("sparse.bin");
        long at = 5L << 30;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), at);
        }
        try (ByteSource source = ByteSource.open(file)) {
            assertThat(source.slice(at, 4).i32()).isEqualTo(0x04030201);
            assertThatThrownBy(() -> source.bytes(at)).hasMessageContaining("at most 1073741824 are allowed");
        }
    }

    @Test
    void noticesAFileThatShrinksWhileItIsRead() throws IOException {
        Path file = Files.write(folder.resolve("w.bin"), random(100_000));
        try (ByteSource source = ByteSource.open(file);
                FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            other.truncate(50_000);
            assertThatThrownBy(() -> source.bytes(100_000))
                    .isInstanceOf(BadInput.class)
                    .hasMessageStartingWith("w.bin, byte 50000: ends here, though it was longer");
        }
    }

    @Test
    @Timeout(10)
    void refusesWhatIsNoFileWithoutOpeningIt() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> ByteSource.open(pipe)).hasMessage("pipe: is not a regular file; copy it to one first");
        assertThatThrownBy(() -> ByteSource.open(folder)).hasMessageContaining("is a folder; a file is needed");
        assertThatThrownBy(() -> ByteSource.open(folder.resolve("no"))).hasMessage("no: there is no such file");
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        ByteSource source = ByteSource.of("t", new byte[] {'a', (byte) 0xc0, (byte) 0x80, 'b'});
        assertThatThrownBy(() -> source.utf8(4))
                .hasMessage("t, byte 0: the text here is not UTF-8; the file is damaged");
        assertThat(ByteSource.of("t", "猫".getBytes(StandardCharsets.UTF_8)).utf8(3))
                .isEqualTo("猫");
    }
}
