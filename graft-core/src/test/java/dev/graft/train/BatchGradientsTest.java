package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.EngineException;
import dev.graft.engine.Functional;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table of words and a layer on their vectors, learned from a batch of 32. */
class BatchGradientsTest {
    private static final int[] BATCH = IntStream.range(0, 32).toArray();

    private Tensor table;
    private Tensor weight;
    private Tensor idle;
    private Scope scope;

    @BeforeEach
    void makes() {
        scope = Scope.open();
        table = Tensor.normal(50, 6).requiresGrad(true);
        weight = Tensor.normal(3, 6).requiresGrad(true);
        idle = Tensor.normal(2).requiresGrad(true);
    }

    @AfterEach
    void frees() {
        scope.close();
    }

    private Tensor loss(int[] examples, double dropout) {
        long[] words = Arrays.stream(examples).mapToLong(i -> i * 7 % 20).toArray();
        long[] classes = Arrays.stream(examples).mapToLong(i -> i % 3).toArray();
        Tensor vectors = Functional.dropout(Functional.embedding(table, Tensor.of(words, words.length)), dropout);
        Tensor logits = vectors.matmul(weight.transpose(0, 1));
        return Functional.crossEntropy(logits, Tensor.of(classes, classes.length), java.util.Optional.empty(), 0);
    }

    private record Found(double loss, float[] table, float[] weight) {}

    private Found found(int atOnce, int pieces, double dropout) {
        List<Tensor> trained = List.of(table, weight, idle);
        try (BatchGradients gradients = new BatchGradients(trained, atOnce, pieces, note -> {})) {
            double loss = gradients.of(BATCH, 5, examples -> loss(examples, dropout));
            assertThat(idle.hasGradient()).isFalse();
            Found found = new Found(
                    loss, table.gradient().toFloats(), weight.gradient().toFloats());
            trained.forEach(Tensor::clearGradient);
            return found;
        }
    }

    @Test
    void piecesAddUpToTheWhole() {
        Found whole = found(1, 1, 0);
        for (int[] way : new int[][] {{1, 2}, {1, 5}, {2, 1}, {2, 3}, {4, 32}, {3, 100}}) {
            Found sum = found(way[0], way[1], 0);
            assertThat(sum.loss()).isCloseTo(whole.loss(), within(1e-6));
            assertThat(sum.table()).containsExactly(whole.table(), within(1e-6f));
            assertThat(sum.weight()).containsExactly(whole.weight(), within(1e-6f));
        }
    }

    @Test
    void theWholeIsWhatTheEngineGives() {
        Found whole = found(1, 1, 0);
        loss(BATCH, 0).backward();
        assertThat(whole.weight()).containsExactly(weight.gradient().toFloats(), within(1e-6f));
        assertThat(table.gradient().isSparse()).isTrue();
    }

    @Test
    void equalSeedsGiveEqualBitsWhicheverThreadIsFirst() {
        Found first = found(2, 1, 0.2);
        for (int i = 0; i < 20; i++) {
            Found again = found(2, 1, 0.2);
            assertThat(again.loss()).isEqualTo(first.loss());
            assertThat(again.table()).isEqualTo(first.table());
            assertThat(again.weight()).isEqualTo(first.weight());
        }
    }

    @Test
    void tablesOfWordsStartFromZeroAtEachStep() {
        List<Tensor> trained = List.of(table, weight);
        try (BatchGradients gradients = new BatchGradients(trained, 2, 1, note -> {})) {
            gradients.of(BATCH, 5, examples -> loss(examples, 0));
            float[] first = table.gradient().toFloats();
            trained.forEach(Tensor::clearGradient);
            gradients.of(BATCH, 5, examples -> loss(examples, 0));
            assertThat(table.gradient().toFloats()).isEqualTo(first);
        }
    }

    @Test
    void goesThroughInSmallerPiecesWhereMemoryRunsOut() {
        Found whole = found(1, 1, 0);
        List<String> notes = new ArrayList<>();
        List<Tensor> trained = List.of(table, weight);
        try (BatchGradients gradients = new BatchGradients(trained, 2, 1, notes::add)) {
            double loss = gradients.of(BATCH, 5, examples -> {
                if (examples.length > 4) {
                    return Tensor.zeros(1L << 50); // four petabytes
                }
                return loss(examples, 0);
            });
            assertThat(loss).isCloseTo(whole.loss(), within(1e-6));
            assertThat(table.gradient().toFloats()).containsExactly(whole.table(), within(1e-6f));
        }
        assertThat(notes).last().asString().contains("8 pieces");
    }

    @Test
    void otherFaultsAreNotTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        try (BatchGradients gradients = new BatchGradients(List.of(weight), 1, 1, note -> {})) {
            assertThatThrownBy(() -> gradients.of(BATCH, 5, examples -> {
                        calls.incrementAndGet();
                        return Tensor.ones(2).add(Tensor.ones(3));
                    }))
                    .isInstanceOf(EngineException.class);
        }
        assertThat(calls.get()).isEqualTo(1);
    }
}
