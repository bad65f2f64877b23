package dev.graft.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.List;
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
                assertThat((double) out[c]).isCloseTo((7 + c - mean[c]) / Math.sqrt(variance[c] + 1e-5), offset(1e-5));
            }
        }
    }

    /** By hand: the mean of all batches until a hundredth is more than a batch's share of it. */
    @Test
    void statisticsOfADrawnNormAreTheMeanOfItsFirstBatches() {
        try (Scope scope = Scope.open()) {
            BatchNorm2d norm = new BatchNorm2d(1, 1e-3, 0.25);
            norm.begin();
            norm.train(true);
            double[] expectedMeans = {2, 4, 6, 8, 8.5}; // of 2, 6, 10, 14; then three parts of that and one of 10
            double[] batches = {2, 6, 10, 14, 10};
            for (int i = 0; i < batches.length; i++) {
                float middle = (float) batches[i];
                norm.forward(Tensor.of(new float[] {middle - 1, middle + 1}, 2, 1, 1, 1));
                assertThat(norm.state().get("running_mean").value())
                        .as("after batch %d", i + 1)
                        .isCloseTo(expectedMeans[i], offset(1e-6));
                assertThat(norm.state().get("running_var").value())
                        .as("nothing of the one it began with")
                        .isCloseTo(2, offset(1e-6));
            }
        }
    }

    @Test
    void whatWasLearnedBeforeCountsByTheMomentumOnly() {
        try (Scope scope = Scope.open()) {
            BatchNorm2d loaded = new BatchNorm2d(1, 1e-3, 0.25); // never drawn: a file filled it
            BatchNorm2d resumed = new BatchNorm2d(1, 1e-3, 0.25);
            resumed.begin();
            resumed.state().get("num_batches_tracked").copyInPlace(Tensor.of(new long[] {1}));
            Tensor batch = Tensor.of(new float[] {7, 9}, 2, 1, 1, 1);
            for (BatchNorm2d norm : List.of(loaded, resumed)) {
                norm.train(true);
                norm.state().get("running_mean").copyInPlace(Tensor.of(new float[] {4}, 1));
                norm.forward(batch);
            }
            assertThat(loaded.state().get("running_mean").value()).isCloseTo(5, offset(1e-6));
            assertThat(resumed.state().get("running_mean").value())
                    .as("the second batch")
                    .isCloseTo(6, offset(1e-6));
        }
    }

    /** As the search for a rate does: it leaves every tensor as it was. */
    @Test
    void whatIsSetBackBeginsAnew() {
        try (Scope scope = Scope.open()) {
            BatchNorm2d norm = new BatchNorm2d(1, 1e-3, 0.25);
            norm.begin();
            norm.train(true);
            Tensor batch = Tensor.of(new float[] {7, 9}, 2, 1, 1, 1);
            for (int i = 0; i < 9; i++) {
                norm.forward(batch);
            }
            norm.state().get("running_mean").clearInPlace();
            norm.state().get("num_batches_tracked").clearInPlace();
            norm.forward(batch);
            assertThat(norm.state().get("running_mean").value()).isCloseTo(8, offset(1e-6));
        }
    }
}
