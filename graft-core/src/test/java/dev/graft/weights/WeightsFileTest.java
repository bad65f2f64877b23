package dev.graft.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsFileTest {
    @TempDir
    Path temp;

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(temp.resolve(name), bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w.pth", "w.bin", "w.safetensors", "w.txt", "w.jpg", "w"})
    void theFirstBytesDecideAndNotTheName(String name) throws IOException {
        try (TensorFile zip = WeightsFile.open(file(name, PthFileTest.bytes("kinds.zip.pth")))) {
            assertThat(zip).isInstanceOf(PthFile.class);
            assertThat(zip.name()).isEqualTo(name);
        }
        try (TensorFile legacy = WeightsFile.open(file(name, PthFileTest.bytes("kinds.legacy.pth")))) {
            assertThat(legacy).isInstanceOf(PthFile.class);
        }
        try (TensorFile safe = WeightsFile.open(file(name, SafetensorsBytes.SOUND.bytes()))) {
            assertThat(safe).isInstanceOf(Safetensors.class);
        }
    }

    /** The length of its header, 640, begins with the bytes of a pickle's protocol, and 8 with those of an ONNX file. */
    @ParameterizedTest
    @CsvSource({"640", "8"})
    void aSafetensorsFileIsNotTakenForAnother(int length) throws IOException {
        byte[] bytes = new SafetensorsBytes("{}" + " ".repeat(length - 2), 0).bytes();
        try (TensorFile file = WeightsFile.open(file("w", bytes))) {
            assertThat(file).isInstanceOf(Safetensors.class);
        }
    }

    static Stream<Arguments> lookalikes() {
        return Stream.of(
                Arguments.of("version https://git-lfs.github.com/spec/v1\noid", "run git lfs pull"),
                Arguments.of("<!DOCTYPE html>", "is a web page"),
                Arguments.of("\u0089HDF\r\n\u001a\n", "is HDF5"),
                Arguments.of("\u001f\u008b\u0008", "is compressed by gzip"),
                Arguments.of("7z\u00bc\u00af\u0027\u001c", "is a 7z archive"),
                Arguments.of("\u0093NUMPY\u0001", "is an array of NumPy's"),
                Arguments.of("GGUF\u0003", "is GGUF"),
                Arguments.of("sys_info" + "\u0000".repeat(249) + "ustar  \u0000", "is a tar archive"),
                Arguments.of("", "is empty"),
                Arguments.of("PK\u0003", "is no weights file: Graft reads safetensors"),
                Arguments.of("hello", "is no weights file"),
                Arguments.of("{", "not valid JSON"),
                Arguments.of("  [1]", "is no weights file"),
                Arguments.of("PK\u0003\u0004", "too short for a zip"),
                Arguments.of("\u0080\u0002}.", "not one that torch.save wrote"));
    }

    @ParameterizedTest
    @MethodSource("lookalikes")
    void saysWhatAnotherFileSeemsToBe(String content, String problem) throws IOException {
        Path file = file("w.pth", content.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> WeightsFile.open(file))
                .isInstanceOf(BadInput.class)
                .message()
                .startsWith("w.pth")
                .contains(problem)
                .doesNotContain(temp.toString(), "Exception", "\n");
        Files.delete(file); // fails on some systems where it is still open
    }

    private Path index(String map) throws IOException {
        return file(
                "model.safetensors.index.json",
                ("{\"metadata\":{\"total_size\":1e3},\"weight_map\":" + map + "}").getBytes(StandardCharsets.UTF_8));
    }

    private void shard(String name, String header, int data) throws IOException {
        file(name, new SafetensorsBytes("{" + header + "}", data).bytes());
    }

    private void shards() throws IOException {
        shard("one.safetensors", SafetensorsBytes.A, 16);
        shard("two.safetensors", SafetensorsBytes.B.replace("[16,19]", "[0,3]"), 3);
    }

    @Test
    void readsANetworkCutIntoSeveralFiles() throws IOException {
        shards();
        try (TensorFile file = WeightsFile.open(index("{\"b\":\"two.safetensors\",\"a\":\"one.safetensors\"}"))) {
            assertThat(file.names()).containsExactly("a", "b");
            assertThat(file.floats("b")).containsExactly(0, 1, 2);
            assertThat(file.entry("a").bytes()).isEqualTo(16);
            assertThatThrownBy(() -> file.entry("c"))
                    .hasMessageContaining("model.safetensors.index.json: there is no tensor 'c'");
        }
    }

    static Stream<Arguments> brokenIndexes() {
        return Stream.of(
                Arguments.of("{\"a\":\"../one.safetensors\"}", "only files of its own folder"),
                Arguments.of("{\"a\":\"/etc/passwd\"}", "only files of its own folder"),
                Arguments.of("{\"a\":\"..\\\\one.safetensors\"}", "only files of its own folder"),
                Arguments.of("{\"a\":\"C:one.safetensors\"}", "only files of its own folder"),
                Arguments.of("{\"a\":\"..\"}", "only files of its own folder"),
                Arguments.of("{\"a\":\"\"}", "only files of its own folder"),
                Arguments.of("{\"a\":\"none.safetensors\"}", "needs 'none.safetensors' beside it, which is not there"),
                Arguments.of("{\"a\":\"link.safetensors\"}", "needs 'link.safetensors' beside it, which is a link"),
                Arguments.of("{\"a\":\"one.safetensors\",\"b\":\"one.safetensors\"}", "lacks tensor 'b'"),
                Arguments.of(
                        "{\"b\":\"two.safetensors\",\"c\":\"one.safetensors\"}",
                        "has tensor 'a', which model.safetensors.index.json"),
                Arguments.of("{\"a\":\"two.safetensors\",\"b\":\"one.safetensors\"}", "do not belong together"),
                Arguments.of("{\"a\":\"one.safetensors\",\"a\":\"one.safetensors\"}", "tensor 'a' is there twice"),
                Arguments.of("{\"a\":7}", "must give a file's name"),
                Arguments.of("[]", "'weight_map' must be an object"),
                Arguments.of("{},\"weight_map\":{}", "'weight_map' is there twice"));
    }

    @ParameterizedTest
    @MethodSource("brokenIndexes")
    void refusesAnIndexThatLeavesItsFolderOrLies(String map, String problem) throws IOException {
        shards();
        Files.createSymbolicLink(temp.resolve("link.safetensors"), temp.resolve("one.safetensors"));
        Path index = index(map);
        assertThatThrownBy(() -> WeightsFile.open(index))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("safetensors");
    }

    @Test
    void refusesAnIndexOfMoreFilesThanAnyNetworkHas() throws IOException {
        StringBuilder map = new StringBuilder("{");
        for (int i = 0; i <= 1000; i++) {
            String name = String.format("%05d.safetensors", i);
            shard(name, SafetensorsBytes.A.replace("\"a\"", "\"" + i + "\""), 16);
            map.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(i)
                    .append("\":\"")
                    .append(name)
                    .append('"');
        }
        Path index = index(map + "}");
        assertThatThrownBy(() -> WeightsFile.open(index)).hasMessageContaining("names more than 1000 files");
    }
}
