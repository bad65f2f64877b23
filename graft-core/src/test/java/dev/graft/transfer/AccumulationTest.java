package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.TinyEncoder;
import dev.graft.engine.Engine;
import dev.graft.engine.Tensor;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch worked through in pieces, to save memory, makes the same step. */
class AccumulationTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fourPiecesGiveTheStepOfOne(boolean balanced) throws IOException {
        try (Model one = fit(1, balanced);
                Model four = fit(4, balanced)) {
            Map<String, Tensor> wanted = one.body().state();
            four.body()
                    .state()
                    .forEach((name, tensor) -> assertThat(tensor.toFloats())
                            .as(name)
                            .containsExactly(wanted.get(name).toFloats(), within(1e-6f)));
            assertThat(four.output().head().output().weight().toFloats())
                    .containsExactly(one.output().head().output().weight().toFloats(), within(1e-6f));
        }
    }

    /** Plain SGD, which does not magnify what gradients differ by, and the BERT below without its dropout. */
    private Model fit(int pieces, boolean balanced) throws IOException {
        Engine.threads(2);
        Path backbone = TinyEncoder.withoutDropout(temp.resolve("tiny"), 3);
        Steps steps = new Steps(0.05, 2, 30, "sgd", 0.01, "linear", 0.1, 1, pieces, 3, 1, 0);
        return Transfer.from(backbone.toString())
                .by(new FineTune(0, List.of(), steps))
                .task(new TaskChoice(balanced, 0.1, 0.5))
                .run(Runs.quiet())
                .fit(Messages.some(temp, 4), 1);
    }
}
