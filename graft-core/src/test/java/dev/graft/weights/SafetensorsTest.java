package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import dev.graft.base.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    private static byte[] written(Map<String, String> metadata, List<TensorData> tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(out, metadata, tensors);
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void keepsEveryTypeBitForBit(DType type) throws IOException {
        byte[] values = new byte[6 * type.bytes()];
        new Random(1).nextBytes(values);
        TensorData tensor = TensorData.of("layer.0/猫 \"x\"", type, new Shape(2, 3), () -> ByteBuffer.wrap(values));
        TensorData direct = TensorData.of("direct", type, new Shape(2, 3), () -> {
            return ByteBuffer.allocateDirect(values.length).put(values).flip();
        });

        try (Safetensors file = SafetensorsBytes.open(written(Map.of("format", "pt"), List.of(tensor, direct)))) {
            assertThat(file.names()).containsExactly("direct", tensor.entry().name());
            assertThat(file.entry(tensor.entry().name())).isEqualTo(tensor.entry());
            assertThat(file.bytes(tensor.entry().name()).array()).isEqualTo(values);
            assertThat(file.bytes("direct").array()).isEqualTo(values);
            assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
        }
    }

    @Test
    void writesAsTheReferenceDoes() throws IOException {
        byte[] bytes =
                written(Map.of(), List.of(TensorData.of("b", new Shape(2), 1, 2), TensorData.of("a", new Shape(), 3)));

        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        assertThat(new String(bytes, 8, padded.length(), StandardCharsets.UTF_8))
                .isEqualTo(padded);
        assertThat(bytes).hasSize(8 + padded.length() + 12);
        assertThat(SafetensorsBytes.open(bytes).floats("b")).containsExactly(1, 2);
    }

    @Test
    void givesEqualBytesInWhateverOrderTensorsCome() throws IOException {
        List<TensorData> tensors = new ArrayList<>();
        for (DType type : DType.values()) {
            tensors.add(TensorData.of("t" + type, type, new Shape(1), () -> ByteBuffer.allocate(type.bytes())));
        }
        byte[] first = written(Map.of("a", "1", "b", "2"), tensors);
        Collections.reverse(tensors);

        assertThat(written(Map.of("b", "2", "a", "1"), tensors)).isEqualTo(first);
        for (String name : List.of("tF64", "tF32", "tF16")) {
            assertThat(placeOf(first, name)
                            % SafetensorsBytes.open(first).entry(name).type().bytes())
                    .isZero();
        }
    }

    private static long placeOf(byte[] file, String name) throws IOException {
        return SafetensorsHeader.read(ByteSource.of("w", file))
                .tensors()
                .get(name)
                .begin();
    }

    @Test
    void keepsEmptyTensorsAndSingleValues() throws IOException {
        byte[] bytes = written(
                Map.of(),
                List.of(
                        TensorData.of("empty", new Shape(0, 7)),
                        TensorData.of("one", new Shape(), 5),
                        TensorData.of("z", new Shape(0))));
        try (Safetensors file = SafetensorsBytes.open(bytes)) {
            assertThat(file.entry("empty").shape()).isEqualTo(new Shape(0, 7));
            assertThat(file.floats("empty")).isEmpty();
            assertThat(file.floats("one")).containsExactly(5);
        }
    }

    @Test
    void readsTensorsAtOddPlacesAndBeyondTwoGigabytes() throws IOException {
        long far = 3L << 30;
        String header = "{\"gap\":{\"dtype\":\"U8\",\"shape\":[" + far + "],\"data_offsets\":[0," + far + "]},"
                + "\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + far + "," + (far + 4) + "]}}";
        header += header.length() % 2 == 0 ? " " : "";
        byte[] start = new SafetensorsBytes(header, 0).bytes();
        Path path = folder.resolve("big.safetensors");
        try (FileChannel channel = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(start));
            channel.write(ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0x3f}), start.length + far);
        }
        try (Safetensors file = Safetensors.open(path)) {
            assertThat(file.floats("x")).containsExactly(1);
            assertThatThrownBy(() -> file.floats("gap"))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("2 GiB");
        }
    }

    @Test
    void copiesFromOneFileToAnother() throws IOException {
        Path first = folder.resolve("first.safetensors");
        Storage.LOCAL.writeFile(
                first,
                out -> Safetensors.write(out, Map.of(), List.of(TensorData.of("w", new Shape(3), 1, -0f, Float.NaN))));
        Path second = folder.resolve("second.safetensors");
        try (Safetensors file = Safetensors.open(first)) {
            Storage.LOCAL.writeFile(second, out -> Safetensors.write(out, Map.of(), List.of(TensorData.of(file, "w"))));
        }
        assertThat(second).hasSameBinaryContentAs(first);
        try (Safetensors file = Safetensors.open(second)) {
            assertThat(file.nonFinite("w")).isEqualTo(1);
        }
    }

    @Test
    void namesTheNearestTensor() throws IOException {
        try (Safetensors file = SafetensorsBytes.open(SafetensorsBytes.SOUND.bytes())) {
            assertThatThrownBy(() -> file.floats("A"))
                    .isInstanceOf(BadInput.class)
                    .hasMessage("w.safetensors: there is no tensor 'A' among 2; the nearest is 'a'");
            assertThatThrownBy(() -> file.read("a", ByteBuffer.allocate(15))).isInstanceOf(BadArgument.class);
            ByteBuffer room = ByteBuffer.allocate(20).position(1);
            file.read("b", room);
            assertThat(room.position()).isEqualTo(4);
            assertThat(room.array()).startsWith(0, 16, 17, 18, 0);
        }
    }

    @Test
    void refusesToWriteWhatCouldNotBeRead() {
        TensorData a = TensorData.of("a", new Shape(1), 1);
        TensorData reserved = TensorData.of("__metadata__", new Shape(1), 1);
        TensorData lying = TensorData.of("l", DType.F32, new Shape(2), () -> ByteBuffer.allocate(4));
        for (List<TensorData> wrong : List.of(List.of(a, a), List.of(reserved), List.of(lying))) {
            assertThatThrownBy(() -> written(Map.of(), wrong)).isInstanceOf(BadArgument.class);
        }
        assertThatThrownBy(() -> TensorData.of("a", new Shape(2), 1)).isInstanceOf(BadArgument.class);
        assertThatThrownBy(() -> new TensorEntry("a", DType.F64, new Shape(1L << 31, 1L << 30)))
                .isInstanceOf(BadArgument.class);
    }
}
