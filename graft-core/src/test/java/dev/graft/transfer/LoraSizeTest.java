package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Dataset;
import dev.graft.data.TableOptions;
import dev.graft.data.Text;
import dev.graft.data.TextTable;
import dev.graft.evaluate.Evaluation;
import dev.graft.metric.Accuracy;
import dev.graft.model.Model;
import dev.graft.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What LoRA costs where it learns: how many parameters, and how large a file. It is compared with nothing else. */
@Tag("realdata")
class LoraSizeTest {
    @TempDir
    Path temp;

    @Test
    void learnsFarMoreThanTheMajorityWithAFewHundredthsOfTheParametersInAFileUnderAMegabyte() throws IOException {
        Dataset<Text> train = some("train", 400);
        Dataset<Text> dev = some("dev", 300);
        Fitted fitted = Transfer.from("all-minilm-l6-v2")
                .by(Lora.DEFAULTS.with("epochs", 3))
                .run(Runs.quiet())
                .fit(train, Optional.empty(), 1);
        try (Model model = fitted.model()) {
            double accuracy = Evaluation.of(model, dev).value(new Accuracy());
            model.save(temp.resolve("bundle"));

            assertThat(accuracy).as("the majority has 0.51").isGreaterThan(0.7);
            assertThat(learned(fitted))
                    .as("tensors that began as 0")
                    .isNotEmpty()
                    .noneMatch(LoraSizeTest::isZero);
            assertThat(fitted.trainableParameters()).isLessThan(fitted.parameters() * 3 / 100);
            assertThat(temp.resolve("bundle/model.safetensors")).doesNotExist();
            assertThat(Files.size(temp.resolve("bundle/adapter_model.safetensors")))
                    .isLessThan(1_000_000);
        }
    }

    private static List<float[]> learned(Fitted fitted) {
        return fitted.model().adapters().get(0).parameters().entrySet().stream()
                .filter(one -> one.getKey().endsWith("lora_B.weight"))
                .map(one -> one.getValue().toFloats())
                .toList();
    }

    private static boolean isZero(float[] values) {
        for (float value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    private static Dataset<Text> some(String part, int count) throws IOException {
        TableOptions options = TableOptions.DEFAULTS.withTextColumn("sentence").withLabelColumn("label");
        Dataset<Text> all = TextTable.open(SharedData.path("text/sst2/" + part + ".tsv"), options);
        return all.subset(
                IntStream.range(0, count).map(i -> i * (all.size() / count)).toArray());
    }
}
