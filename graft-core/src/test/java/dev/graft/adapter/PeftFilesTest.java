package dev.graft.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.EncoderConfig.Family;
import dev.graft.backbone.SentenceRecipe;
import dev.graft.backbone.TinyEncoder;
import dev.graft.base.BadInput;
import dev.graft.base.Shape;
import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import dev.graft.nn.Pooling;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapters in the files that PEFT writes for models which classify, over a body without their head. */
class PeftFilesTest {
    private static final int WIDTH = 16;
    private static final int RANK = 2;
    private static final float SCALE = 3; // alpha 6
    private static final String HEAD = "\"classifier\",\"score\"";

    @TempDir
    Path folder;

    private final Random random = new Random(5);
    private final List<TensorData> tensors = new ArrayList<>();

    @BeforeAll
    static void usesTwoThreads() {
        Engine.threads(2);
    }

    private static Backbone body(Family family) throws IOException {
        return TinyEncoder.make(TinyEncoder.config(family), new SentenceRecipe(Pooling.MEAN, true, 24), 3);
    }

    private float[] tensor(String name, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() / 2;
        }
        tensors.add(TensorData.of("base_model.model." + name, new Shape(rows, columns), values));
        return values;
    }

    private void write(String query, String saved) throws IOException {
        Files.writeString(
                folder.resolve("adapter_config.json"),
                "{\"peft_type\":\"LORA\",\"task_type\":\"SEQ_CLS\",\"r\":2,\"lora_alpha\":6,\"lora_dropout\":0.1,"
                        + "\"bias\":\"none\",\"target_modules\":[\"" + query + "\"],\"modules_to_save\":[" + saved
                        + "]}");
        try (OutputStream out = Files.newOutputStream(folder.resolve("adapter_model.safetensors"))) {
            Safetensors.write(out, Map.of("format", "pt"), tensors);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BERT, bert., encoder.layer.%d.attention.self.query, classifier.weight",
        "ROBERTA, roberta., encoder.layer.%d.attention.self.query, classifier.out_proj.weight",
        "XLM_ROBERTA, roberta., encoder.layer.%d.attention.self.query, classifier.dense.weight",
        "DISTILBERT, distilbert., transformer.layer.%d.attention.q_lin, score.weight",
        "BERT, '', encoder.layer.%d.attention.self.query, classifier.weight",
    })
    void anAdapterOfAClassifierChangesTheWeightsOfItsBodyByWhatItsFileSays(
            Family family, String model, String query, String head) throws IOException {
        try (Backbone changed = body(family);
                Backbone body = body(family)) {
            for (int layer = 0; layer < 2; layer++) {
                String name = String.format(query, layer);
                float[] a = tensor(model + name + ".lora_A.weight", RANK, WIDTH);
                float[] b = tensor(model + name + ".lora_B.weight", WIDTH, RANK);
                addProduct(changed.state().get(name + ".weight"), b, a);
            }
            tensor(head, 6, WIDTH);
            write(query.substring(query.lastIndexOf('.') + 1), HEAD);

            float[] bare = features(body, Adapter.NONE);
            try (Adapter adapter = AdapterFiles.read(folder, body)) {
                float[] wanted = features(changed, Adapter.NONE);
                assertThat(features(body, adapter)).containsExactly(wanted, within(1e-5f));
                assertThat(distance(wanted, bare)).isGreaterThan(0.05);
                assertThat(adapter.parameters()).hasSize(4);
            }
        }
    }

    /** W + (alpha / r) B A. */
    private static void addProduct(Tensor weight, float[] b, float[] a) {
        float[] all = weight.toFloats();
        for (int i = 0; i < WIDTH; i++) {
            for (int j = 0; j < WIDTH; j++) {
                for (int k = 0; k < RANK; k++) {
                    all[i * WIDTH + j] += SCALE * b[i * RANK + k] * a[k * WIDTH + j];
                }
            }
        }
        try (Scope scope = Scope.open()) {
            weight.copyInPlace(Tensor.of(all, WIDTH, WIDTH));
        }
    }

    private static float[] features(Backbone body, Adapter adapter) throws IOException {
        PreparedSet texts = PreparedSet.of(body.input(), List.of(Text.of("my parcel has not come"), Text.of("refund")));
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            return adapter.around(
                            flow -> body.run(flow, 0, body.stages().count()),
                            texts.batch(new int[] {0, 1}).inputs())
                    .get(Flow.POOLED)
                    .toFloats();
        }
    }

    private static double distance(float[] a, float[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    @Test
    void anotherLayerThatWasTrainedWholeIsRefusedByItsName() throws IOException {
        query("bert.", 2);
        tensor("bert.pooler.dense.weight", WIDTH, WIDTH);
        write("query", HEAD + ",\"pooler\"");
        refused("asks for modules_to_save 'pooler', which Graft does not have");

        write("query", HEAD);
        refused("pooler.dense.weight");
    }

    /** Also where nothing says that it is there. */
    @Test
    void aTensorBesideTheBodyThatIsOfNoHeadIsRefusedByItsName() throws IOException {
        query("bert.", 2);
        tensor("cls.predictions.weight", WIDTH, WIDTH);
        write("query", HEAD);
        refused("has tensor 'base_model.model.cls.predictions.weight'");
    }

    @Test
    void aLayerThatIsMissingIsNamed() throws IOException {
        query("bert.", 1);
        tensor("classifier.weight", 6, WIDTH);
        write("query", HEAD);
        refused("encoder.layer.1.attention.self.query.lora_A.weight");
    }

    private void query(String model, int layers) {
        for (int layer = 0; layer < layers; layer++) {
            String name = model + "encoder.layer." + layer + ".attention.self.query.";
            tensor(name + "lora_A.weight", RANK, WIDTH);
            tensor(name + "lora_B.weight", WIDTH, RANK);
        }
    }

    private void refused(String said) throws IOException {
        try (Backbone body = body(Family.BERT)) {
            assertThatThrownBy(() -> AdapterFiles.read(folder, body))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining(said)
                    .hasMessageNotContaining("\n");
        }
    }
}
