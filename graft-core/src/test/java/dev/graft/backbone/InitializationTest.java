package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Initialization.Part;
import dev.graft.backbone.Initialization.Reason;
import dev.graft.backbone.Initialization.Skipped;
import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import dev.graft.weights.TensorFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InitializationTest {
    private final Scope scope = Scope.open();

    @AfterEach
    void close() {
        scope.close();
    }

    private static Map<String, Tensor> target() {
        Map<String, Tensor> target = new LinkedHashMap<>();
        target.put("conv.weight", Tensor.zeros(2, 1));
        target.put("conv.bias", Tensor.zeros(2));
        target.put("fc.weight", Tensor.zeros(3, 2));
        target.put("steps", Tensor.of(new long[] {5}, 1));
        target.put("own", Tensor.zeros(1000));
        return target;
    }

    private static TensorFile file(TensorData... tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(out, Map.of(), List.of(tensors));
        return Safetensors.open(ByteSource.of("mnist.safetensors", out.toByteArray()));
    }

    @Test
    void copiesWhatFitsAndAccountsForEveryTensorOfBothSides() throws IOException {
        Map<String, Tensor> target = target();
        TensorFile source = file(
                TensorData.of("module.conv.weight", new Shape(2, 1), 1, 2),
                TensorData.of("module.conv.bias", new Shape(2), 3, 4),
                TensorData.of("module.fc.weight", new Shape(4, 2), 1, 2, 3, 4, 5, 6, 7, 8),
                TensorData.of("module.steps", new Shape(1), 9),
                TensorData.of("module.more", new Shape(1), 9),
                TensorData.of("own", new Shape(1000), new float[1000]));
        Initialization made = Initialization.from(source, target);
        assertThat(made)
                .isEqualTo(new Initialization(
                        "mnist.safetensors",
                        List.of(new Part("conv.bias", new Shape(2)), new Part("conv.weight", new Shape(2, 1))),
                        List.of(
                                new Skipped("module.fc.weight", Reason.OTHER_SHAPE, "(4, 2) instead of (3, 2)"),
                                new Skipped("module.more", Reason.NOT_IN_TARGET, "has no place (1)"),
                                new Skipped("module.steps", Reason.OTHER_TYPE, "F32 instead of I64"),
                                new Skipped("own", Reason.NOT_IN_TARGET, "has no place (1000)")),
                        List.of(
                                new Part("fc.weight", new Shape(3, 2)),
                                new Part("steps", new Shape(1)),
                                new Part("own", new Shape(1000)))));
        assertThat(target.get("conv.weight").toFloats()).containsExactly(1, 2);
        assertThat(target.get("conv.bias").toFloats()).containsExactly(3, 4);
        assertThat(target.get("steps").toLongs()).containsExactly(5);
        assertThat(made.taken().size() + made.skipped().size())
                .isEqualTo(source.names().size());
        assertThat(made.taken().size() + made.left().size()).isEqualTo(target.size());
        assertThat(made.lines())
                .startsWith(
                        "mnist.safetensors: took 2 of 5 tensors (4 of 1,011 numbers), skipped 4 of the file's, left 3 "
                                + "at random")
                .contains("skipped module.fc.weight: (4, 2) instead of (3, 2)", "left at random fc.weight (3, 2)")
                .contains("left at random steps (1), own (1000)")
                .hasSize(7);
        assertThat(made.json())
                .containsEntry("file", "mnist.safetensors")
                .containsEntry("taken", 2)
                .containsEntry("takenNumbers", 4L)
                .containsEntry("skipped", made.skipped())
                .containsEntry("left", List.of("fc.weight", "steps", "own"))
                .containsEntry("leftNumbers", 1007L);
    }

    @Test
    void tensorsOfOneLayerAreLeftInOneLine() throws IOException {
        Map<String, Tensor> target = target();
        target.put("layer1.0.bn1.weight", Tensor.zeros(8));
        target.put("layer1.0.bn1.bias", Tensor.zeros(8));
        Initialization made = Initialization.from(file(TensorData.of("conv.weight", new Shape(2, 1), 1, 2)), target);
        assertThat(made.lines())
                .contains("left at random layer1.0.bn1.weight (8), bias (8)", "left at random conv.bias (2)");
    }

    @Test
    void widensHalvesExactly() throws IOException {
        Map<String, Tensor> target = target();
        ByteBuffer halves = ByteBuffer.wrap(new byte[] {0, 0x3c, (byte) 0xff, 0x7b});
        Initialization.from(file(TensorData.of("conv.bias", DType.F16, new Shape(2), () -> halves)), target);
        assertThat(target.get("conv.bias").toFloats()).containsExactly(1, 65504);
    }

    @Test
    void refusesASourceOfWhichNothingFits() {
        assertThatThrownBy(() -> Initialization.from(
                        file(TensorData.of("a", new Shape(1), 1), TensorData.of("conv.bias", new Shape(1), 1)),
                        target()))
                .isInstanceOf(BadInput.class)
                .hasMessage("mnist.safetensors: none of its 2 tensors fits the network's 5 by name and shape; "
                        + "'conv.bias' is (1) instead of (2); take weights of a network of the same kind");
    }

    @Test
    void refusesValuesThatAreNotFinite() {
        assertThatThrownBy(() -> Initialization.from(
                        file(TensorData.of("conv.bias", new Shape(2), 1, Float.POSITIVE_INFINITY)), target()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("tensor 'conv.bias' holds 1 values that are not finite");
    }
}
