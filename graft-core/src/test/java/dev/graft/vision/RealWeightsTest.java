package dev.graft.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.base.DType;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.testing.SharedData;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published weights give what their reference implementations gave on the same pixels. */
@Tag("realdata")
class RealWeightsTest {

    @ParameterizedTest
    @CsvSource({
        "mobilenet_v2, mobilenet_v2-imagenet, logits, features",
        "tf_mobilenet_v2, mobilenet_v2-imagenet, logits_same,",
        "squeezenet1_0, squeezenet1_0-imagenet, logits, features",
        "mobilenetv1_025, mobilenetv1_025-imagenet, logits, features",
        "resnet20, resnet20-cifar10, logits, features",
        "resnet56, resnet56-cifar10, logits, features",
        "doodlenet, doodlenet-quickdraw345, logits, features",
    })
    void giveTheReferencesOutputs(String name, String weights, String logits, String features) throws IOException {
        Architecture architecture = Architectures.named(name);
        try (Scope scope = Scope.open();
                TensorFile file = Safetensors.open(SharedData.path("weights/" + weights + ".safetensors"));
                TensorFile reference =
                        Safetensors.open(SharedData.path("weights/reference/" + weights + ".safetensors"));
                Network network = architecture
                        .builder()
                        .build(architecture.preparation().channels(), classes(reference, logits))) {
            load(file, network.named());
            Tensor x = input(reference, architecture);
            for (boolean frozen : new boolean[] {true, false}) {
                network.parameters().values().forEach(parameter -> parameter.requiresGrad(!frozen));

                close(network.logits(x), tensor(reference, logits));
                if (features != null) {
                    close(network.features(x), tensor(reference, features));
                }
            }
        }
    }

    private static int classes(TensorFile reference, String logits) throws IOException {
        return (int) reference.entry(logits).shape().sizes()[1];
    }

    private static void load(TensorFile file, Map<String, Tensor> into) throws IOException {
        assertThat(into.keySet()).containsAll(file.names());
        for (Map.Entry<String, Tensor> entry : into.entrySet()) {
            String name = entry.getKey();
            if (!name.endsWith("num_batches_tracked")) { // not all of these files have it
                assertThat(file.entry(name).shape())
                        .as(name)
                        .isEqualTo(entry.getValue().shape());
                entry.getValue().copyInPlace(tensor(file, name));
            }
        }
    }

    private static Tensor tensor(TensorFile file, String name) throws IOException {
        return Tensor.of(file.floats(name), file.entry(name).shape().sizes());
    }

    /** The pixels (N, H, W, C) or (N, H, W) in [0, 255], as the architecture is given them. */
    private static Tensor input(TensorFile reference, Architecture architecture) throws IOException {
        Tensor pixels = tensor(reference, "pixels").mul(1 / 255.0);
        int channels = architecture.preparation().channels();
        float[] mean = new float[channels];
        float[] deviation = new float[channels];
        for (int c = 0; c < channels; c++) {
            mean[c] = architecture.preparation().mean().get(c).floatValue();
            deviation[c] = architecture.preparation().deviation().get(c).floatValue();
        }
        return pixels.reshape(pixels.size(0), pixels.size(1), pixels.size(2), channels)
                .sub(Tensor.of(mean, channels))
                .div(Tensor.of(deviation, channels))
                .transpose(2, 3)
                .transpose(1, 2);
    }

    /** To 1e-4 of the largest value of each example. */
    private static void close(Tensor found, Tensor wanted) {
        assertThat(found.shape()).isEqualTo(wanted.shape());
        assertThat(found.dtype()).isEqualTo(DType.F32);
        float[] a = found.toFloats();
        float[] b = wanted.toFloats();
        int width = (int) wanted.size(1);
        for (int row = 0; row < wanted.size(0); row++) {
            double largest = 0;
            double apart = 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                largest = Math.max(largest, Math.abs(b[i]));
                apart = Math.max(apart, Math.abs(a[i] - b[i]));
            }
            assertThat(apart).isLessThan(1e-4 * largest);
        }
    }
}
