package dev.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {
    private static final int STEPS = 10_000;

    @Test
    void staysFlatOverTenThousandTrainingSteps() {
        try (Scope scope = Scope.open()) {
            Engine.seed(3);
            Tensor w = Tensor.normal(32, 64).mul(0.1).detach().requiresGrad(true);
            Tensor b = Tensor.zeros(32).requiresGrad(true);
            List<Tensor> parameters = List.of(w, b);
            List<Tensor> means = List.of(Tensor.zeros(32, 64), Tensor.zeros(32));
            List<Tensor> squares = List.of(Tensor.zeros(32, 64), Tensor.zeros(32));
            List<Tensor> counts = List.of(Tensor.zeros(), Tensor.zeros());
            long objects = 0;
            long bytes = 0;
            for (int i = 0; i < STEPS + 500; i++) {
                if (i == 500) { // warmed up
                    objects = Engine.liveObjects();
                    bytes = Engine.residentBytes();
                }
                try (Scope step = Scope.open()) {
                    Tensor x = Tensor.normal(16, 64);
                    Tensor y = Tensor.of(new long[16], 16);
                    Functional.crossEntropy(Functional.linear(x, w, b), y, Optional.empty(), 0)
                            .backward();
                    List<Tensor> gradients =
                            parameters.stream().map(Tensor::gradient).toList();
                    FusedSteps.adamw(parameters, gradients, means, squares, counts, 1e-3, 0.9, 0.999, 0.01, 1e-8);
                    parameters.forEach(Tensor::clearGradient);
                }
            }
            assertThat(Engine.liveObjects())
                    .as("a leak of one object per step would be 10,000; a few come and go with the collector")
                    .isLessThan(objects + 10);
            assertThat(Engine.residentBytes()).isLessThan((long) (bytes * 1.05) + (16 << 20));
        }
    }
}
