package dev.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.adapter.Adapter;
import dev.graft.adapter.AdapterFiles;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.backbone.TinyEncoder;
import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import dev.graft.data.Text;
import dev.graft.data.TextInput;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.testing.Messages;
import dev.graft.train.Progress;
import dev.graft.transfer.Bottlenecks;
import dev.graft.transfer.Ia3;
import dev.graft.transfer.Lora;
import dev.graft.transfer.Prefix;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.Transfer;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters as files, over one base, and worked into its weights. */
class AdapterBundleTest {
    private static final List<Text> TEXTS =
            List.of(Text.of("my parcel has not come"), Text.of(""), Text.pair("refund", "when?"));

    @TempDir
    static Path home;

    @TempDir
    Path temp;

    private static Path lora;
    private static Path ia3;

    @BeforeAll
    static void trainsTwo() throws IOException {
        Engine.threads(2);
        TinyEncoder.folder(home.resolve("tiny"), 3);
        lora = saved(Lora.DEFAULTS, "lora");
        ia3 = saved(Ia3.DEFAULTS, "ia3");
    }

    private static Path saved(Strategy strategy, String name) throws IOException {
        try (Model model = trained(strategy)) {
            model.save(home.resolve(name));
            return home.resolve(name);
        }
    }

    private static Model trained(Strategy strategy) throws IOException {
        Transfer.Run run = new Transfer.Run(
                Hub.standard(),
                Optional.of(Precision.FP32),
                Features.Keep.NOTHING,
                Optional.empty(),
                false,
                Progress.SILENT);
        return Transfer.from(home.resolve("tiny").toString())
                .by(strategy.with("epochs", 2))
                .run(run)
                .fit(Messages.some(home, 5), 1);
    }

    private static float[][] answers(Model model) {
        return model.predict(TEXTS).stream()
                .map(answer -> ((Prediction.OneOf) answer).probabilities())
                .toArray(float[][]::new);
    }

    private static void assertSame(float[][] given, float[][] wanted, float tolerance) {
        for (int i = 0; i < wanted.length; i++) {
            assertThat(given[i]).containsExactly(wanted[i], within(tolerance));
        }
    }

    @Test
    void hasPeftsFilesWithPeftsNames() throws IOException {
        assertThat(Files.readString(lora.resolve("adapter_config.json")).replaceAll("\\s", ""))
                .contains(
                        "\"peft_type\":\"LORA\"",
                        "\"r\":8",
                        "\"lora_alpha\":8,",
                        "\"target_modules\":[\"query\",\"value\"]",
                        "\"bias\":\"none\"");
        try (TensorFile file = Safetensors.open(lora.resolve("adapter_model.safetensors"))) {
            assertThat(file.names())
                    .hasSize(8)
                    .contains(
                            "base_model.model.encoder.layer.0.attention.self.query.lora_A.weight",
                            "base_model.model.encoder.layer.1.attention.self.value.lora_B.weight");
            assertThat(file.metadata()).containsEntry("format", "pt");
        }
    }

    @Test
    void modelsShareOneLoadedBaseAndSwitchPerRequest() throws IOException {
        try (Model first = Bundle.load(lora, Hub.standard());
                Model alone = Bundle.load(ia3, Hub.standard())) {
            Model second = Bundle.load(ia3, first.body());
            assertThat(second.body()).isSameAs(first.body());
            float[][] wantedFirst = answers(first);
            float[][] wantedSecond = answers(alone);
            java.util.stream.IntStream.range(0, 40).parallel().forEach(i -> {
                assertSame(answers(i % 2 == 0 ? first : second), i % 2 == 0 ? wantedFirst : wantedSecond, 0);
            });
            second.closeTop();
            assertSame(answers(first), wantedFirst, 0);
        }
    }

    @Test
    void eachOfThemReadsAsMuchOfATextAsWhenItIsAlone() throws IOException {
        Path brief = home.resolve("brief");
        try (Model model = Transfer.from(home.resolve("tiny").toString())
                .by(Lora.DEFAULTS.with("epochs", 1))
                .input(dev.graft.data.InputChoice.DEFAULTS.longest(8))
                .run(dev.graft.transfer.Transfer.Run.defaults().uncached().quietly())
                .fit(Messages.some(home, 5), 1)) {
            model.save(brief);
        }
        try (Model whole = Bundle.load(lora, Hub.standard());
                Model alone = Bundle.load(brief, Hub.standard())) {
            Text tale = Text.of("my parcel has not come and nobody can tell me where it is or when it will be here");
            Model beside = Bundle.load(brief, whole.body());
            assertThat(beside.predict(tale).isNear(alone.predict(tale), 0)).isTrue();
            Model again = Bundle.load(lora, beside.body());
            assertThat(again.predict(tale).isNear(whole.predict(tale), 0)).isTrue();
            assertThat(((TextInput) beside.body().input()).longest()).isEqualTo(8);
            assertThat(((TextInput) again.body().input()).longest()).isGreaterThan(8);
            again.closeTop();
            beside.closeTop();
        }
    }

    static List<Strategy> mergeable() {
        return List.of(Lora.DEFAULTS, Lora.DEFAULTS.dora(), Ia3.DEFAULTS);
    }

    @ParameterizedTest
    @MethodSource("mergeable")
    void answersTheSameMergedAndItsBaseHasItsBitsBackAfterwards(Strategy strategy) throws IOException {
        try (Model model = trained(strategy)) {
            float[][] wanted = answers(model);
            Map<String, byte[]> before = bytes(model.body());
            try (Merge merge = Merge.of(model)) {
                assertThat(merge.model().adapters()).isEmpty();
                assertSame(answers(merge.model()), wanted, 1e-5f);
                merge.model().save(temp.resolve("merged"));
                assertThat(bytes(model.body())).isNotEqualTo(before);
            }
            bytes(model.body()).forEach((name, now) -> assertThat(now).as(name).isEqualTo(before.get(name)));
            assertSame(answers(model), wanted, 0);
            try (Model saved = Model.load(temp.resolve("merged"))) {
                assertThat(saved.adapters()).isEmpty();
                assertSame(answers(saved), wanted, 1e-5f);
            }
        }
    }

    /** While it is merged the network is of one model: others would answer by its adapter, too. */
    @Test
    void aMergedNetworkAnswersForNobodyElse() throws IOException {
        try (Model model = trained(Lora.DEFAULTS)) {
            model.save(temp.resolve("other"));
            Model other = Bundle.load(temp.resolve("other"), model.body());
            try {
                float[][] wanted = answers(other);
                Merge merge = Merge.of(model);
                Model merged = merge.model();
                assertThatThrownBy(() -> answers(other)).hasMessageContaining("in the weights of its network");
                assertThatThrownBy(() -> answers(model)).hasMessageContaining("ask the model of that merge");
                assertThatThrownBy(() -> Merge.of(other)).hasMessageContaining("close that merge first");
                assertSame(answers(merged), wanted, 1e-5f);
                merge.close();
                merge.close(); // which changes nothing more
                assertSame(answers(other), wanted, 0);
                assertThatThrownBy(merge::model).hasMessageContaining("this merge is closed");
                try (Merge again = Merge.of(other)) {
                    assertSame(answers(again.model()), wanted, 1e-5f);
                }
            } finally {
                other.closeTop();
            }
        }
    }

    @Test
    void refusesToMergeABottleneckAndLeavesTheBaseAsItWas() throws IOException {
        try (Model model = trained(Bottlenecks.DEFAULTS)) {
            Map<String, byte[]> before = bytes(model.body());
            assertThatThrownBy(() -> Merge.of(model)).isInstanceOf(BadArgument.class);
            bytes(model.body()).forEach((name, now) -> assertThat(now).as(name).isEqualTo(before.get(name)));
        }
    }

    private static Map<String, byte[]> bytes(Backbone body) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        try (dev.graft.engine.Scope scope = dev.graft.engine.Scope.open()) {
            body.state().forEach((name, tensor) -> {
                byte[] bytes = new byte[tensor.bytes().remaining()];
                tensor.bytes().get(bytes);
                all.put(name, bytes);
            });
        }
        return all;
    }

    @Test
    void anAdapterForAnotherBaseIsRefused() throws IOException {
        Path other = TinyEncoder.folder(temp.resolve("other"), 4);
        try (Backbone body = Catalog.open(other.toString(), Hub.standard());
                Model model = Bundle.load(lora, Hub.standard())) {
            assertThatThrownBy(() -> AdapterFiles.read(lora, body))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("is an adapter for other weights")
                    .hasMessageContaining(body.fingerprint());
            assertThatThrownBy(() -> Bundle.load(lora, body))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("was made on other weights");
            Adapter adapter = model.adapters().get(0);
            Model over = Model.of(body, model.task(), model.output().head(), Precision.FP32, Provenance.UNKNOWN);
            assertThatThrownBy(() -> over.with(adapter)).isInstanceOf(BadArgument.class);
        }
    }

    /** As PEFT writes it: without the base's SHA-256, and with keys that Graft has no use for. */
    @Test
    void takesAnAdapterThatPeftMade() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("peft"));
        Files.writeString(
                folder.resolve("adapter_config.json"),
                "{\"alpha_pattern\":{},\"auto_mapping\":null,\"base_model_name_or_path\":\"x\",\"bias\":\"none\","
                        + "\"fan_in_fan_out\":false,\"inference_mode\":true,\"lora_alpha\":16,\"lora_dropout\":0.1,"
                        + "\"modules_to_save\":null,\"peft_type\":\"LORA\",\"r\":2,\"rank_pattern\":{},"
                        + "\"target_modules\":[\"query\"],\"task_type\":\"FEATURE_EXTRACTION\",\"use_rslora\":false}");
        List<TensorData> tensors = new ArrayList<>();
        for (int layer = 0; layer < 2; layer++) {
            String name = "base_model.model.encoder.layer." + layer + ".attention.self.query.";
            tensors.add(TensorData.of(name + "lora_A.weight", new Shape(2, 16), new float[32]));
            tensors.add(TensorData.of(name + "lora_B.weight", new Shape(16, 2), new float[32]));
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve("adapter_model.safetensors"))) {
            Safetensors.write(out, Map.of("format", "pt"), tensors);
        }
        try (Model model = Bundle.load(lora, Hub.standard());
                Adapter adapter = AdapterFiles.read(folder, model.body())) {
            assertThat(adapter.parameters())
                    .hasSize(4)
                    .allSatisfy((name, tensor) -> assertThat(tensor.dtype()).isEqualTo(DType.F32));
        }
    }

    /** Its positions are others, so that it would be read and answer wrongly. */
    @Test
    void refusesAPrefixThatPeftMade() throws IOException {
        Path folder = temp.resolve("prefix");
        try (Model model = trained(Prefix.DEFAULTS.with("tokens", 2))) {
            model.save(folder);
            AdapterFiles.read(folder, model.body()).close();
            Path file = folder.resolve("adapter_model.safetensors");
            TensorData rows = TensorData.of("prompt_embeddings", new Shape(2, 64), new float[128]);
            try (OutputStream out = Files.newOutputStream(file)) {
                Safetensors.write(out, Map.of("format", "pt"), List.of(rows));
            }
            assertThatThrownBy(() -> AdapterFiles.read(folder, model.body()))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("was not made by Graft")
                    .hasMessageContaining("positions")
                    .hasMessageNotContaining("\n");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"LORA\" ; \"ADALORA\" ; Graft has BOTTLENECK",
                "\"r\" : 8 ; \"r\" : 0 ; r is 0",
                "\"r\" : 8 ; \"r\" : 400 ; rank must be at most 16",
                "\"r\" : 8 ; \"r\" : 4 ; lora_A.weight",
                "\"query\" ; \"qury\" ; qury",
                "\"use_rslora\" : false ; \"use_rslora\" : true ; asks for use_rslora",
                "\"bias\" : \"none\" ; \"bias\" : \"all\" ; Graft has only",
                "{ ; [[ ; JSON",
            })
    void aConfigurationThatDoesNotFitIsRefusedInOneLine(String from, String to, String said) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("copy"));
        String config = Files.readString(lora.resolve("adapter_config.json"));
        assertThat(config).contains(from);
        Files.writeString(folder.resolve("adapter_config.json"), config.replace(from, to));
        Files.copy(lora.resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
        try (Model model = Bundle.load(lora, Hub.standard())) {
            assertThatThrownBy(() -> AdapterFiles.read(folder, model.body()))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining(said)
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void isNoBackboneToBeginWith() {
        assertThatThrownBy(() -> Catalog.open(lora.toString(), Hub.standard()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("adapter");
    }
}
