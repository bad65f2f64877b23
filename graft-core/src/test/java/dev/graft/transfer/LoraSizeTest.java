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
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LoRA on real texts: the majority of these has 0.51. */
@Tag("realdata")
class LoraYardstickTest {
    @TempDir
    Path temp;

    @Test
    void learnsSentimentInUnderAMegabyte() throws IOException {
        Dataset<Text> train = some("train", 400);
        Dataset<Text> dev = some("dev", 300);
        Fitted fitted = Transfer.from("all-minilm-l6-v2")
                .by(Lora.DEFAULTS.with("epochs", 3))
                .run(Runs.quiet())
                .fit(train, Optional.empty(), 1);
        try (Model model = fitted.model()) {
            double accuracy = Evaluation.of(model, dev).value(new Accuracy());
            model.save(temp.resolve("bundle"));

            assertThat(accuracy).isGreaterThan(0.7);
            assertThat(fitted.trainableParameters()).isLessThan(fitted.parameters() * 3 / 100);
            assertThat(temp.resolve("bundle/model.safetensors")).doesNotExist();
            assertThat(Files.size(temp.resolve("bundle/adapter_model.safetensors")))
                    .isLessThan(1_000_000);
        }
    }

    private static Dataset<Text> some(String part, int count) throws IOException {
        TableOptions options = TableOptions.DEFAULTS.withTextColumn("sentence").withLabelColumn("label");
        Dataset<Text> all = TextTable.open(SharedData.path("text/sst2/" + part + ".tsv"), options);
        return all.subset(
                IntStream.range(0, count).map(i -> i * (all.size() / count)).toArray());
    }
}
