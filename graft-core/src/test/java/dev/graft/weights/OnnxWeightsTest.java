package dev.graft.weights;

import static dev.graft.weights.Proto.floats;
import static dev.graft.weights.Proto.node;
import static dev.graft.weights.Proto.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxWeightsTest {
    private static final int FLOAT = 1;

    private static OnnxWeights open(byte[] bytes) throws IOException {
        return OnnxWeights.open(ByteSource.of("m.onnx", bytes));
    }

    private static OnnxWeights open(Proto graph) throws IOException {
        return open(Proto.model(graph));
    }

    /** One linear layer as PyTorch exports it: y = x W + b with W anonymous and (in, out). */
    private static Proto linear(String step, String bias) {
        return new Proto()
                .message(5, tensor("onnx::MatMul_7", FLOAT, 3, 2).bytes(9, floats(1, 2, 3, 4, 5, 6)))
                .message(5, tensor("encoder.dense.bias", FLOAT, 2).bytes(9, floats(7, 8)))
                .message(1, node("MatMul", step, "product", "x", "onnx::MatMul_7"))
                .message(1, node("Add", "/encoder/dense/Add", "sum", bias, "product"));
    }

    @ParameterizedTest
    @MethodSource("linearLayers")
    void givesLinearLayersTheirNamesAndTurnsThemBack(Proto graph) throws IOException {
        OnnxWeights file = open(graph);

        assertThat(file.names()).containsExactly("encoder.dense.bias", "encoder.dense.weight");
        assertThat(file.entry("encoder.dense.weight").shape()).isEqualTo(new Shape(2, 3));
        assertThat(file.floats("encoder.dense.weight")).containsExactly(1, 3, 5, 2, 4, 6);
        assertThat(file.floats("encoder.dense.bias")).containsExactly(7, 8);
        assertThat(file.metadata()).isEmpty();
    }

    static Stream<Proto> linearLayers() {
        return Stream.of(
                linear("/encoder/dense/MatMul", "encoder.dense.bias"),
                linear("/encoder/dense/MatMul_1", "y"),
                linear("MatMul_12", "encoder.dense.bias"));
    }

    @Test
    void refusesNamesThatDisagree() {
        assertThatThrownBy(() -> open(linear("/encoder/other/MatMul", "encoder.dense.bias")))
                .isInstanceOf(BadInput.class)
                .hasMessage(
                        "m.onnx: the weight of step '/encoder/other/MatMul' would be 'encoder.dense.weight' by the bias"
                                + " that is added to it; the graph is not one that PyTorch exported");
        Proto twice = linear("/encoder/dense/MatMul", "y")
                .message(5, tensor("onnx::MatMul_8", FLOAT, 1, 1).bytes(9, floats(1)))
                .message(1, node("MatMul", "/encoder/dense/MatMul", "p", "x", "onnx::MatMul_8"));
        assertThatThrownBy(() -> open(twice)).hasMessageContaining("two different tensors are 'encoder.dense.weight'");
    }

    @Test
    void keepsWhatItCannotNameAndGivesTwinsTheirNames() throws IOException {
        OnnxWeights file = open(new Proto()
                .message(5, tensor("onnx::MatMul_3", FLOAT, 2, 1).bytes(9, floats(1, 2)))
                .message(5, tensor("norm.weight", FLOAT, 2).bytes(9, floats(3, 4)))
                .message(1, node("Identity", "Identity_1", "norm2.weight", "norm.weight"))
                .message(1, node("Identity", "/a/Identity", "/a/out", "norm.weight"))
                .message(1, node("MatMul", "", "p", "x", "onnx::MatMul_3")));

        assertThat(file.names()).containsExactly("norm.weight", "norm2.weight", "onnx::MatMul_3");
        assertThat(file.floats("norm2.weight")).containsExactly(3, 4);
        assertThat(file.floats("onnx::MatMul_3")).containsExactly(1, 2);
    }

    @Test
    void turnsMatricesLargerThanABlock() throws IOException {
        float[] values = new float[70 * 33];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        float[] turned = open(new Proto()
                        .message(5, tensor("1", FLOAT, 70, 33).bytes(9, floats(values)))
                        .message(1, node("MatMul", "/fc/MatMul", "p", "x", "1")))
                .floats("fc.weight");
        for (int row = 0; row < 70; row++) {
            for (int column = 0; column < 33; column++) {
                assertThat(turned[column * 70 + row]).isEqualTo(values[row * 33 + column]);
            }
        }
    }

    @Test
    void readsValuesInTypedLists() throws IOException {
        OnnxWeights file = open(new Proto()
                .message(5, tensor("packed", FLOAT, 3).bytes(4, floats(1, 2)).bytes(4, floats(3)))
                .message(5, tensor("loose", FLOAT, 2).fixed(4, 4).fixed(4, 5))
                .message(
                        5,
                        tensor("long", 7, 2)
                                .bytes(7, new Proto().varint(300).varint(-1).bytes()))
                .message(5, tensor("int", 6, 2).number(5, -7).number(5, 7))
                .message(5, tensor("half", 10, 1).number(5, 0x3c00))
                .message(5, tensor("byte", 3, 1).number(5, -128))
                .message(5, tensor("double", 11, 1).bytes(10, new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xe0, 0x3f}))
                .message(
                        5,
                        tensor("sizes", FLOAT)
                                .bytes(1, new Proto().varint(2).varint(1).bytes())
                                .bytes(9, floats(1, 2)))
                .message(5, tensor("empty", FLOAT, 0, 5))
                .message(5, tensor("one", FLOAT).bytes(9, floats(9)))
                .message(5, tensor("words", 8, 1).text(6, "猫")));

        assertThat(file.floats("packed")).containsExactly(1, 2, 3);
        assertThat(file.floats("loose")).containsExactly(4, 5);
        assertThat(file.floats("long")).containsExactly(300, -1);
        assertThat(file.floats("int")).containsExactly(-7, 7);
        assertThat(file.floats("half")).containsExactly(1);
        assertThat(file.floats("byte")).containsExactly(-128);
        assertThat(file.floats("double")).containsExactly(0.5f);
        assertThat(file.entry("sizes").shape()).isEqualTo(new Shape(2, 1));
        assertThat(file.floats("empty")).isEmpty();
        assertThat(file.entry("one")).isEqualTo(new TensorEntry("one", DType.F32, new Shape()));
        assertThat(file.names()).doesNotContain("words");
        assertThatThrownBy(() -> file.entry("words"))
                .hasMessageContaining("'words' is of a type that Graft does not read");
    }

    private static Arguments broken(Proto tensor, String problem) {
        return Arguments.of(new Proto().message(5, tensor), problem);
    }

    static Stream<Arguments> broken() {
        Proto external = new Proto().text(1, "location").text(2, "../../secret");
        Proto deep = new Proto().text(1, "leaf");
        for (int i = 0; i < 1000; i++) {
            deep = new Proto().message(6, deep);
        }
        return Stream.of(
                broken(tensor("w", FLOAT, -1).bytes(9, floats(1)), "tensor 'w' has a negative size, -1"),
                broken(tensor("w", FLOAT, 1L << 62, 4).bytes(9, floats(1)), "more than 2^63 bytes"),
                broken(
                        tensor("w", FLOAT, 4194305, 4194305, 211106198978564L).bytes(9, floats(1)),
                        "more than 2^63 bytes"),
                broken(tensor("w", FLOAT, new long[65]).bytes(9, floats()), "more than 64 sizes"),
                broken(tensor("w", FLOAT, 2).bytes(9, floats(1)), "of F32 and shape (2) needs 8 bytes, has 4"),
                broken(tensor("w", FLOAT, 2).bytes(9, new byte[9]), "needs 8 bytes, has 9"),
                broken(tensor("w", FLOAT, 1L << 40), "needs 1099511627776 values, has 0"),
                broken(tensor("w", FLOAT, 1).bytes(9, floats(1)).bytes(4, floats(1)), "in two ways at once"),
                broken(tensor("w", FLOAT, 1).bytes(4, floats(1)).bytes(9, floats(1)), "in two ways at once"),
                broken(tensor("w", FLOAT, 1).bytes(9, floats(1)).bytes(9, floats(1)), "has its bytes twice"),
                broken(tensor("w", FLOAT, 1).number(5, 1), "has its values in a list for another type"),
                broken(tensor("w", FLOAT, 1).bytes(4, new byte[5]), "no multiple of 4"),
                broken(tensor("w", 7, 1).bytes(7, new byte[] {-1}).number(2, 7), "ends within a number"),
                broken(tensor("w", 2, 1).number(5, 300), "300 is no value of type U8"),
                broken(tensor("w", 9, 1).number(5, 7), "7 is no value of type BOOL"),
                broken(tensor("w", FLOAT, 1).message(13, external), "keeps its values in another file"),
                broken(tensor("w", FLOAT, 1).number(14, 1), "keeps its values in another file"),
                broken(tensor("w", FLOAT, 1).message(3, new Proto().number(1, 0)), "comes in segments"),
                broken(tensor("n".repeat(5000), FLOAT, 1), "a name has 5000 bytes"),
                broken(new Proto().bytes(8, new byte[] {(byte) 0xff}), "not UTF-8"),
                broken(new Proto().varint(3), "no field of a message begins here"),
                broken(new Proto().varint(8 << 3 | 3), "of unknown kind 3"),
                broken(new Proto().varint(9 << 3 | 2).varint(Long.MAX_VALUE), "bytes follow, but its message has 0"),
                broken(new Proto().varint(9 << 3 | 2).varint(-1), "18446744073709551615 bytes follow"),
                broken(new Proto().varint(2 << 3 | 2).varint(0), "should hold a number"),
                Arguments.of(
                        new Proto().message(5, tensor("w", FLOAT, 0)).message(5, tensor("w", FLOAT, 0)),
                        "is there twice"),
                Arguments.of(new Proto().message(15, new Proto()), "a sparse tensor is here"),
                Arguments.of(new Proto().number(5, 1), "should hold a message"),
                broken(tensor("w", FLOAT, 2).message(99, deep), "needs 2 values, has 0"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    @Timeout(5)
    void refusesEachBrokenField(Proto graph, String problem) {
        assertThatThrownBy(() -> readAll(Proto.model(graph)))
                .isInstanceOf(BadInput.class)
                .message()
                .startsWith("m.onnx, byte ")
                .contains(problem)
                .doesNotContain("\n");
    }

    @Test
    @Timeout(10)
    void refusesWhatIsNoModel() {
        byte[] two = new Proto().message(7, new Proto()).message(7, new Proto()).bytes();
        assertThatThrownBy(() -> open(two)).hasMessageContaining("a second graph begins here");
        assertThatThrownBy(() -> open(new byte[0]))
                .hasMessage("m.onnx, byte 0: ends without a graph; is this an ONNX file?");
        assertThatThrownBy(() -> open("<html>log in first</html>".getBytes())).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> open(manyOf(1, 1_000_000))).hasMessageContaining("more than 200000 nodes");
        assertThatThrownBy(() -> open(manyOf(5, 1_000_000))).isInstanceOf(BadInput.class);
    }

    private static byte[] manyOf(int field, int count) {
        Proto graph = new Proto();
        for (int i = 0; i < count; i++) {
            graph.bytes(field, new byte[0]);
        }
        return Proto.model(graph);
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] sound = Proto.model(linear("/encoder/dense/MatMul", "encoder.dense.bias"));
        assertThat(open(sound).names()).hasSize(2);
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            assertThatThrownBy(() -> readAll(cut)).as("cut to %s", length).isInstanceOf(BadInput.class);
        }
    }

    @Test
    @Timeout(60)
    void damageIsRefusedOrHarmless() {
        byte[] sound = Proto.model(linear("/encoder/dense/MatMul", "encoder.dense.bias")
                .message(
                        5,
                        tensor("long", 7, 2)
                                .bytes(7, new Proto().varint(300).varint(-1).bytes())));
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
        try (OnnxWeights file = open(bytes)) {
            for (String name : file.names()) {
                file.floats(name);
            }
        }
    }
}
