package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.image.Preparation;
import dev.graft.nn.Block;
import dev.graft.vision.Architecture;
import dev.graft.vision.Network;
import dev.graft.vision.Stage;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import dev.graft.weights.TensorFile;
import dev.graft.weights.WeightsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadingTest {
    private static final Loading TINY = Loading.into("tiny")
            .classifier("fc.")
            .firstConvolution("conv1.weight")
            .spare(n -> n.startsWith("aux."));

    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
    }

    /** A network of one convolution, a norm and a classifier, all -1. */
    private static Map<String, Tensor> target(int channels, int classes) {
        Map<String, Tensor> target = new LinkedHashMap<>();
        target.put("conv1.weight", Tensor.ones(2, channels, 1, 1).mul(-1));
        target.put("bn1.weight", Tensor.ones(2).mul(-1));
        target.put("bn1.running_var", Tensor.ones(2).mul(-1));
        target.put("bn1.num_batches_tracked", Tensor.of(new long[] {-1}));
        target.put("fc.weight", Tensor.ones(classes, 2).mul(-1));
        target.put("fc.bias", Tensor.ones(classes).mul(-1));
        return target;
    }

    private static List<TensorData> weights(String prefix) {
        return new ArrayList<>(List.of(
                data(prefix + "conv1.weight", 2, 3, 1, 1),
                data(prefix + "bn1.weight", 2),
                data(prefix + "bn1.running_var", 2),
                data(prefix + "fc.weight", 4, 2),
                data(prefix + "fc.bias", 4)));
    }

    /** The numbers from 1 on. */
    private static TensorData data(String name, long... sizes) {
        Shape shape = new Shape(sizes);
        float[] values = new float[(int) shape.count()];
        IntStream.range(0, values.length).forEach(i -> values[i] = i + 1);
        return TensorData.of(name, shape, values);
    }

    private static TensorFile file(List<TensorData> tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(out, Map.of(), tensors);
        return Safetensors.open(ByteSource.of("tiny.safetensors", out.toByteArray()));
    }

    private static void without(List<TensorData> tensors, String name) {
        tensors.removeIf(tensor -> tensor.entry().name().equals(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "module.", "model.", "backbone.", "module.model.", "_orig_mod.module."})
    void copiesEachTensorByItsNameWithoutPrefix(String prefix) throws IOException {
        Map<String, Tensor> target = target(3, 4);
        Loaded loaded = TINY.read(file(weights(prefix)), target);
        assertThat(target.get("conv1.weight").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(target.get("fc.bias").toFloats()).containsExactly(1, 2, 3, 4);
        assertThat(target.get("bn1.num_batches_tracked").toLongs()).containsExactly(-1);
        assertThat(loaded).isEqualTo(new Loaded("tiny.safetensors", 5, 22, List.of(), List.of(), List.of()));
        assertThat(loaded.lines()).containsExactly("tiny.safetensors: 5 tensors, 22 numbers");
    }

    @Test
    void takesTheCounterOfBatchNormWhereItIsThere() throws IOException {
        List<TensorData> tensors = weights("");
        tensors.add(TensorData.of(
                "bn1.num_batches_tracked",
                DType.I64,
                new Shape(),
                () -> ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 77)));
        Map<String, Tensor> target = target(3, 4);
        TINY.read(file(tensors), target);
        assertThat(target.get("bn1.num_batches_tracked").toLongs()).containsExactly(77);
        target.remove("bn1.num_batches_tracked");
        assertThat(TINY.read(file(tensors), target).spare()).containsExactly("bn1.num_batches_tracked");
    }

    @Test
    void leavesAClassifierOfOtherClassesAsItIsWhole() throws IOException {
        Map<String, Tensor> target = target(3, 7);
        Loaded loaded = TINY.read(file(weights("")), target);
        assertThat(target.get("fc.weight").toFloats()).containsOnly(-1);
        assertThat(target.get("fc.bias").toFloats()).containsOnly(-1);
        assertThat(loaded.fresh()).containsExactly("fc.weight", "fc.bias");
        assertThat(loaded.lines()).contains("begun anew, for other classes: fc.weight, fc.bias");
    }

    @Test
    void aBodyTakesNoClassifierAndAFileNeedsNone() throws IOException {
        Map<String, Tensor> body = target(3, 4);
        body.keySet().removeIf(name -> name.startsWith("fc."));
        assertThat(TINY.read(file(weights("")), body).spare()).containsExactly("fc.bias", "fc.weight");
        List<TensorData> headless = weights("");
        headless.removeIf(tensor -> tensor.entry().name().startsWith("fc."));
        assertThat(TINY.read(file(headless), target(3, 4)).fresh()).containsExactly("fc.weight", "fc.bias");
    }

    @Test
    void auxiliaryHeadsAreNotUsed() throws IOException {
        List<TensorData> tensors = weights("");
        for (int i = 0; i < 6; i++) {
            tensors.add(data("aux." + i, 3));
        }
        Loaded loaded = TINY.read(file(tensors), target(3, 4));
        assertThat(loaded.lines()).contains("not used: aux.0, aux.1, aux.2, aux.3 and 2 more");
    }

    /** By hand from kernels 1 2 3 and 4 5 6: summed for one channel; for five 1 2 3 1 2, times 3/5; for two 1 2, times 3/2. */
    @ParameterizedTest
    @CsvSource({
        "1, 6 15",
        "2, 1.5 3 6 7.5",
        "5, 0.6 1.2 1.8 0.6 1.2 2.4 3 3.6 2.4 3",
        "6, 0.5 1 1.5 0.5 1 1.5 2 2.5 3 2 2.5 3"
    })
    void fitsTheFirstConvolutionToOtherChannels(int channels, String expected) throws IOException {
        Map<String, Tensor> target = target(channels, 4);
        Loaded loaded = TINY.read(file(weights("")), target);
        String[] numbers = expected.split(" ");
        float[] given = target.get("conv1.weight").toFloats();
        assertThat(given).hasSize(numbers.length);
        for (int i = 0; i < given.length; i++) {
            assertThat(given[i]).isEqualTo(Float.parseFloat(numbers[i]), org.assertj.core.api.Assertions.within(1e-6f));
        }
        assertThat(loaded.adapted()).containsExactly("conv1.weight from (2, 3, 1, 1) to (2, " + channels + ", 1, 1)");
    }

    @Test
    void grayWeightsSpreadOverColors() throws IOException {
        List<TensorData> gray = weights("");
        without(gray, "conv1.weight");
        gray.add(data("conv1.weight", 2, 1, 1, 1));
        Map<String, Tensor> target = target(3, 4);
        TINY.read(file(gray), target);
        float third = 1 / 3f;
        assertThat(target.get("conv1.weight").toFloats())
                .containsExactly(third, third, third, 2 * third, 2 * third, 2 * third);
    }

    @Test
    void aHookMakesOtherTensorsFit() throws IOException {
        List<TensorData> tensors = weights("");
        without(tensors, "bn1.weight");
        tensors.add(data("bn1.weight", 4));
        Map<String, Tensor> target = target(3, 4);
        Loading halving = TINY.adapting((name, found, wanted) ->
                name.equals("bn1.weight") ? Optional.of(found.narrow(0, 0, wanted.sizes()[0])) : Optional.empty());
        assertThat(halving.read(file(tensors), target).adapted()).containsExactly("bn1.weight from (4) to (2)");
        assertThat(target.get("bn1.weight").toFloats()).containsExactly(1, 2);
        assertThatThrownBy(() -> TINY.read(file(tensors), target(3, 4)))
                .isInstanceOf(BadInput.class)
                .hasMessage("tiny.safetensors: does not fit tiny: 1 of another shape (bn1.weight (4) instead of (2));"
                        + " take weights of tiny");
    }

    @Test
    void namesWhatIsLeftOver() throws IOException {
        List<TensorData> tensors = weights("module.");
        tensors.add(data("module.layer1.2.conv1.weight", 1));
        tensors.add(data("module.layer1.2.conv2.weight", 1));
        tensors.add(data("optimizer", 1));
        Loading suggesting = TINY.suggesting((file, network, found) -> {
            assertThat(found)
                    .containsEntry("layer1.2.conv1.weight", new Shape(1))
                    .hasSize(7);
            return Optional.of("small");
        });
        assertThatThrownBy(() -> suggesting.read(file(tensors), "resnet34.pth", target(3, 4)))
                .isInstanceOf(BadInput.class)
                .hasMessage("resnet34.pth: does not fit tiny; load it into small: 2 of the file's 7 are unexpected"
                        + " (layer1.2.conv1.weight, layer1.2.conv2.weight)");
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        List<TensorData> tensors = weights("");
        without(tensors, "bn1.weight");
        assertThatThrownBy(() -> TINY.read(file(tensors), target(3, 4)))
                .hasMessage("tiny.safetensors: does not fit tiny: 1 of its 6 tensors are missing (bn1.weight);"
                        + " take weights of tiny");
        without(tensors, "bn1.running_var");
        assertThatThrownBy(() -> TINY.read(file(tensors), target(3, 4)))
                .hasMessageContaining("2 of its 6 tensors are missing (bn1.weight, bn1.running_var)");
        assertThatThrownBy(() -> TINY.read(file(List.of(data("x", 2))), target(3, 4)))
                .hasMessageContaining(
                        "has no tensor 'conv1.weight' among its 1, but for instance 'x', so it is of another");
    }

    @Test
    void namesTheFirstTenOfEachKindAndCountsAll() throws IOException {
        Map<String, Tensor> target = target(3, 4);
        List<TensorData> tensors = weights("");
        for (int i = 10; i < 22; i++) {
            target.put("deep." + i, Tensor.ones(1));
            target.put("wide." + i, Tensor.ones(2));
            tensors.add(data("wide." + i, 3));
            tensors.add(data("old." + i, 1));
        }
        assertThatThrownBy(() -> TINY.read(file(tensors), target))
                .isInstanceOf(BadInput.class)
                .hasMessage("tiny.safetensors: does not fit tiny: 12 of its 30 tensors are missing ("
                        + ten("deep.", "") + " and 2 more); 12 of the file's 29 are unexpected (" + ten("old.", "")
                        + " and 2 more); 12 of another shape (" + ten("wide.", " (3) instead of (2)")
                        + " and 2 more); take weights of tiny");
    }

    private static String ten(String before, String after) {
        return IntStream.range(10, 20)
                .mapToObj(i -> before + i + after)
                .collect(java.util.stream.Collectors.joining(", "));
    }

    @Test
    void refusesNumbersThatAreNoWeights() throws IOException {
        List<TensorData> tensors = weights("");
        without(tensors, "bn1.weight");
        tensors.add(TensorData.of("bn1.weight", new Shape(2), Float.NaN, Float.NEGATIVE_INFINITY));
        assertThatThrownBy(() -> TINY.read(file(tensors), target(3, 4)))
                .hasMessageContaining("tensor 'bn1.weight' holds 2 values that are not finite");
        without(tensors, "bn1.weight");
        tensors.add(TensorData.of("bn1.weight", DType.I8, new Shape(2), () -> ByteBuffer.allocate(2)));
        assertThatThrownBy(() -> TINY.read(file(tensors), target(3, 4)))
                .hasMessage("tiny.safetensors: tensor 'bn1.weight' is of type I8; floats are wanted");
        without(tensors, "bn1.weight");
        tensors.add(TensorData.of(
                "bn1.weight",
                DType.F64,
                new Shape(2),
                () -> ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, 1e300)));
        assertThatThrownBy(() -> TINY.read(file(tensors), target(3, 4)))
                .hasMessage("tiny.safetensors: tensor 'bn1.weight' holds values too large for F32");
    }

    @Test
    void namesAClassifierThatIsNoPrefix() {
        assertThatThrownBy(() -> TINY.classifier("fc")).isInstanceOf(BadArgument.class);
    }

    @Test
    void loadsAPyTorchCheckpointAsPythonHasIt() throws IOException {
        try (InputStream in = LoadingTest.class.getResourceAsStream("/dev/graft/weights/pth/checkpoint.zip.pth");
                TensorFile file = WeightsFile.open(ByteSource.read("c.pth", in, -1, ByteSource.BUDGET))) {
            Map<String, Tensor> target = new LinkedHashMap<>();
            target.put("0.weight", Tensor.zeros(4, 3, 3, 3));
            for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
                target.put("1." + name, Tensor.zeros(4));
            }
            target.put("3.weight", Tensor.zeros(2, 16));
            target.put("3.bias", Tensor.zeros(2));
            Loaded loaded = Loading.into("tiny").read(file, target);
            assertThat(loaded.tensors()).isEqualTo(7);
            target.forEach(
                    (name, tensor) -> assertThat(values(file, "module." + name)).isEqualTo(tensor.toFloats()));
        }
    }

    private static float[] values(TensorFile file, String name) {
        try {
            return file.floats(name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- which network a file is of

    private static Architecture stack(String name, int layers) {
        return new Architecture(
                name,
                Preparation.IMAGENET,
                "none",
                (channels, classes) -> new Network(
                        List.of(new Stage("all", "layers.", new Stack(layers))), new Stack(0), 1, Optional.empty()));
    }

    private static final class Stack extends Block {
        Stack(int layers) {
            for (int i = 0; i < layers; i++) {
                parameter(i + ".weight", () -> Tensor.zeros(2));
            }
        }

        @Override
        public Tensor forward(Tensor x) {
            return x;
        }
    }

    @Test
    void findsTheNetworkThatAFileIsOf() {
        Lookalikes known =
                new Lookalikes(List.of(stack("stack2", 2), stack("stack3", 3), stack("stack4", 4), stack("tower3", 3)));
        Map<String, Shape> three = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            three.put("module.layers." + i + ".weight", new Shape(2));
        }
        assertThat(known.suggest("w.pth", "stack4", three)).contains("stack3");
        assertThat(known.suggest("Tower3-b627.pth", "stack4", three)).contains("tower3");
        assertThat(known.suggest("stack2.pth", "stack4", three)).contains("stack3"); // which has all of it
        three.put("module.layers.2.weight", new Shape(3));
        three.put("module.layers.1.weight", new Shape(3));
        assertThat(known.suggest("stack3.pth", "stack4", three)).isEmpty();
    }
}
