package dev.graft.weights;

import static dev.graft.weights.SafetensorsBytes.A;
import static dev.graft.weights.SafetensorsBytes.B;
import static dev.graft.weights.SafetensorsBytes.SOUND;
import static dev.graft.weights.SafetensorsBytes.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsRefusalTest {

    private static Arguments broken(String header, int data, String problem) {
        return Arguments.of(new SafetensorsBytes(header, data), problem);
    }

    static Stream<Arguments> broken() {
        String digits = "9".repeat(1_000_000);
        return Stream.of(
                broken("{}{}", 0, "something follows"),
                broken("{}PK", 0, "not valid JSON"),
                broken("[]", 0, "must begin with '{'"),
                broken(" {}", 0, "must begin with '{'"),
                broken("\ufeff{}", 0, "must begin with '{'"),
                broken("{\"a\"", 0, "not valid JSON"),
                broken("{'a':1}", 0, "not valid JSON"),
                broken("{" + A + ",}", 16, "not valid JSON"),
                broken("{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}", 0, "must be an object"),
                broken("{\"a\":{\"shape\":" + "[".repeat(10_000) + "}}", 0, "must hold whole numbers"),
                broken("{\"a\":{\"shape\":[" + digits + "]}}", 0, "beyond all that weights need"),
                broken("{\"" + "n".repeat(5000) + "\":{}}", 0, "beyond all that weights need"),
                broken("{" + A + "," + A + "}", 16, "tensor 'a' is there twice"),
                broken("{" + A + ",\"\\u0061\":{}}", 16, "tensor 'a' is there twice"),
                broken("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0, "tensor 'a': 'dtype' is there twice"),
                broken("{\"a\":{\"shape\":[],\"shape\":[]}}", 0, "tensor 'a': 'shape' is there twice"),
                broken("{\"a\":{\"data_offsets\":[0,0],\"data_offsets\":[0,0]}}", 0, "'data_offsets' is there twice"),
                broken("{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}", 0, "tensor 'a': needs 'dtype'"),
                broken("{\"a\":{\"kind\":1}}", 0, "tensor 'a': 'kind' is not a part"),
                broken("{\"a\":null}", 0, "tensor 'a': its description must be an object"),
                broken("{\"__metadata__\":[]}", 0, "'__metadata__' must be an object of texts"),
                broken("{\"__metadata__\":{\"a\":1}}", 0, "'__metadata__' must be an object of texts"),
                broken("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", 0, "'__metadata__' has 'a' twice"),
                broken("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "'__metadata__' is there twice"),
                broken("{" + A + "," + B + "}", 20, "1 bytes follow the last tensor"),
                broken("{" + A + "," + B + "}", 18, "tensor 'b': bytes 16 to 19"),
                broken("{" + A + "," + B.replace("[16,19]", "[15,18]") + "}", 18, "tensor 'b' overlaps"),
                broken("{" + A + "," + B.replace("[16,19]", "[17,20]") + "}", 20, "tensor 'b' leaves a hole"),
                broken("{" + B + "}", 19, "tensor 'b' leaves a hole"),
                Arguments.of(one("\"F32\"", "[4]", "[16,0]", 16), "bytes 16 to 0"),
                Arguments.of(one("\"F32\"", "[4]", "[-1,16]", 16), "must not be negative, was -1"),
                Arguments.of(one("\"F32\"", "[4]", "[-0,16]", 16), "must not be negative, was -0"),
                Arguments.of(one("\"F32\"", "[4]", "[0,1.6e1]", 16), "must hold whole numbers"),
                Arguments.of(one("\"F32\"", "[4]", "[0,\"16\"]", 16), "must hold whole numbers"),
                Arguments.of(one("\"F32\"", "[4]", "[0]", 16), "must be two numbers"),
                Arguments.of(one("\"F32\"", "[4]", "[0,16,16]", 16), "more than 2 numbers"),
                Arguments.of(one("\"F32\"", "[4]", "[0,18446744073709551615]", 16), "must be below 2^63"),
                Arguments.of(one("\"F32\"", "[4]", "[0,9223372036854775807]", 16), "do not lie within the 16"),
                Arguments.of(one("\"F32\"", "[3]", "[0,16]", 16), "shape (3) of F32 has 12 bytes"),
                Arguments.of(one("\"F32\"", "[4194305,4194305,211106198978564]", "[0,16]", 16), "more than 2^63 bytes"),
                Arguments.of(one("\"F32\"", "[4611686018427387905]", "[0,4]", 4), "more than 2^63 bytes"),
                Arguments.of(one("\"F32\"", "[-4]", "[0,16]", 16), "must not be negative, was -4"),
                Arguments.of(one("\"F32\"", "4", "[0,16]", 16), "'shape' must be an array"),
                Arguments.of(one("\"F32\"", "[" + "1,".repeat(9_999) + "1]", "[0,4]", 4), "more than 64 numbers"),
                Arguments.of(one("\"F8_E4M3\"", "[4]", "[0,4]", 4), "type 'F8_E4M3' is none that Graft reads"),
                Arguments.of(one("\"f32\"", "[1]", "[0,4]", 4), "type 'f32' is none"),
                Arguments.of(one("\"C64\"", "[1]", "[0,8]", 8), "type 'C64' is none"),
                Arguments.of(one("32", "[1]", "[0,4]", 4), "'dtype' must be text"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    @Timeout(5)
    void refusesEachBrokenField(SafetensorsBytes file, String problem) {
        assertThatThrownBy(() -> SafetensorsBytes.open(file.bytes()))
                .isInstanceOf(BadInput.class)
                .message()
                .startsWith("w.safetensors, byte ")
                .contains(problem)
                .doesNotContain("\n", "Exception", "jackson", "StreamRead");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 47, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void refusesAHeaderLengthThatLies(long length) {
        byte[] bytes = new byte[48];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        assertThatThrownBy(() -> SafetensorsBytes.open(bytes))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(
                        "w.safetensors, byte 0: says that its header has " + Long.toUnsignedString(length) + " bytes");
    }

    @Test
    void refusesAHeaderThatIsNotUtf8() {
        for (byte[] wrong :
                new byte[][] {{(byte) 0xff}, {(byte) 0xc0, (byte) 0xaf}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}}) {
            String text = "{\"?\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}";
            ByteBuffer header = ByteBuffer.allocate(text.length() - 1 + wrong.length);
            header.put("{\"".getBytes(StandardCharsets.UTF_8))
                    .put(wrong)
                    .put(text.substring(3).getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> SafetensorsBytes.open(SOUND.bytes(header.array())))
                    .hasMessageContaining("not UTF-8");
        }
        assertThatThrownBy(() -> SafetensorsBytes.open(SOUND.bytes("{}".getBytes(StandardCharsets.UTF_16LE))))
                .isInstanceOf(BadInput.class);
    }

    @Test
    void countsBytesAndNotCharacters() {
        String name = "猫猫猫";
        String header = "{\"" + name + "\":7}";
        long at = 8 + header.getBytes(StandardCharsets.UTF_8).length - 2;
        assertThatThrownBy(() -> SafetensorsBytes.open(new SafetensorsBytes(header, 0).bytes()))
                .hasMessageStartingWith("w.safetensors, byte " + at + ": tensor '" + name + "'");
    }

    /** The reference accepts blanks before the brace too; the specification does not, and neither do we. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{}      ", "{} \n\t\r", "{\"__metadata__\":{}}"})
    void acceptsBlanksAfterTheHeader(String header) throws IOException {
        assertThat(SafetensorsBytes.open(new SafetensorsBytes(header, 0).bytes())
                        .names())
                .isEmpty();
    }

    @Test
    @Timeout(10)
    void refusesMoreTensorsThanAnyNetworkHas() {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i <= TensorNames.MOST; i++) {
            header.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(i)
                    .append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
        }
        assertThatThrownBy(() -> SafetensorsBytes.open(new SafetensorsBytes(header + "}", 0).bytes()))
                .hasMessageContaining("more than 200000 tensors");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] sound = SOUND.bytes();
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            assertThatThrownBy(() -> SafetensorsBytes.open(cut))
                    .as("cut to %s", length)
                    .isInstanceOf(BadInput.class);
        }
    }

    @Test
    @Timeout(60)
    void damageIsRefusedOrHarmless() {
        byte[] sound = SOUND.bytes();
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = sound.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            assertThatCode(() -> readAll(bytes))
                    .as("seed %s", seed)
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isNull(),
                            thrown -> assertThat(thrown).isInstanceOf(BadInput.class));
        }
    }

    private static void readAll(byte[] bytes) throws IOException {
        try (Safetensors file = SafetensorsBytes.open(bytes)) {
            for (String name : file.names()) {
                file.floats(name);
            }
        }
    }
}
