package dev.graft.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import org.junit.jupiter.api.Test;

class BatchNorm2dTest {
    /** A last batch of one picture whose map has shrunk to a point: PyTorch's own layer refuses it. */
    @Test
    void ofASingleValueTheRememberedStatisticsAreTaken() {
        try (Scope scope = Scope.open()) {
            BatchNorm2d norm = new BatchNorm2d(2);
            norm.train(true);
            Tensor several = Tensor.of(new float[] {1, 2, 3, 4, 5, 9}, 3, 2, 1, 1);
            norm.forward(several);
            float[] mean = norm.state().get("running_mean").toFloats();
            float[] variance = norm.state().get("running_var").toFloats();

            Tensor one = Tensor.of(new float[] {7, 8}, 1, 2, 1, 1);
            float[] out = norm.forward(one).toFloats();

            assertThat(norm.state().get("running_mean").toFloats()).containsExactly(mean);
            assertThat(norm.state().get("running_var").toFloats()).containsExactly(variance);
            assertThat(norm.state().get("num_batches_tracked").toLongs()).containsExactly(1);
            for (int c = 0; c < 2; c++) {
                assertThat((double) out[c])
                        .isCloseTo(
                                (7 + c - mean[c]) / Math.sqrt(variance[c] + 1e-5),
                                org.assertj.core.data.Offset.offset(1e-5));
            }
        }
    }
}
