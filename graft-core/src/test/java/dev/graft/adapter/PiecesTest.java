package dev.graft.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.engine.Window;
import dev.graft.nn.Conv2d;
import dev.graft.nn.Layer;
import dev.graft.nn.Linear;
import dev.graft.nn.Wraps;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Worked by hand on y = W x + b with W = (1 2; 3 4), b = (0.5, -1), x = (1, 3), so y = (7.5, 14); and on a convolution.
 */
class PiecesTest {
    private static final LoraShape SHAPE = new LoraShape(1, 3, 0, List.of("all"), false);

    private Scope scope;
    private Linear linear;
    private Tensor x;

    @BeforeEach
    void makesALayer() {
        scope = Scope.open();
        linear = new Linear(2, 2);
        set(linear.named(), "weight", 1, 2, 3, 4);
        set(linear.named(), "bias", 0.5f, -1);
        x = Tensor.of(new float[] {1, 3}, 1, 2);
    }

    @AfterEach
    void frees() {
        linear.close();
        scope.close();
    }

    private static void set(Map<String, Tensor> tensors, String name, float... values) {
        Tensor tensor = tensors.get(name);
        tensor.copyInPlace(Tensor.of(values, tensor.shape().sizes()));
    }

    private Site site() {
        return new Site("layer", linear, 0);
    }

    private float[] through(Piece piece) {
        return Wraps.during(piece.wraps(), () -> linear.forward(x)).toFloats();
    }

    /** B A x = (2, 0.5) (1 -1) (1, 3) = (-4, -1), times alpha / r = 3. */
    @Test
    void loraAddsAProductOfTwoThinMatrices() {
        try (LoraPiece lora = new LoraPiece(site(), SHAPE)) {
            assertThat(through(lora)).containsExactly(7.5f, 14); // B begins at 0
            set(lora.named(), "lora_A.weight", 1, -1);
            set(lora.named(), "lora_B.weight", 2, 0.5f);

            assertThat(through(lora)).containsExactly(7.5f - 12, 14 - 3);
            assertThat(lora.merged().get(linear.weight()).toFloats()).containsExactly(7, -4, 4.5f, 2.5f);
        }
        assertThat(linear.forward(x).toFloats()).containsExactly(7.5f, 14);
    }

    /** Rows (7 -4) and (4.5 2.5) at lengths 1 and 2: (-5 / sqrt 65, 2 * 12 / sqrt 26.5) + b. */
    @Test
    void doraLearnsTheLengthsOfRowsApart() {
        try (DoraPiece dora = new DoraPiece(site(), SHAPE.dora(true))) {
            assertThat(through(dora)).containsExactly(new float[] {7.5f, 14}, within(1e-5f));
            set(dora.named(), "lora_A.weight", 1, -1);
            set(dora.named(), "lora_B.weight", 2, 0.5f);
            set(dora.named(), "lora_magnitude_vector", 1, 2);

            float[] wanted = {(float) (-5 / Math.sqrt(65) + 0.5), (float) (24 / Math.sqrt(26.5) - 1)};
            assertThat(through(dora)).containsExactly(wanted, within(1e-5f));
        }
    }

    /** Of 0 / 0 nothing would be left; PEFT divides so. */
    @Test
    void doraLeavesOutputsAloneWhoseWeightsAreAllZero() {
        try (NoGrad off = NoGrad.open()) {
            linear.weight().copyInPlace(Tensor.of(new float[] {0, 0, 3, 4}, 2, 2));
        }
        try (DoraPiece dora = new DoraPiece(site(), SHAPE.dora(true))) {
            float[] plain = linear.forward(x).toFloats();
            assertThat(through(dora)).containsExactly(plain, within(1e-5f));
            set(dora.named(), "lora_A.weight", 1, -1);
            set(dora.named(), "lora_B.weight", 2, 0.5f);

            assertThat(through(dora)[0]).isEqualTo(plain[0]);
            assertThat(through(dora)[1]).isFinite().isNotEqualTo(plain[1]);
        }
    }

    @Test
    void ia3ScalesWhatLeavesALayer() {
        try (Ia3Piece ia3 = new Ia3Piece(site(), false)) {
            assertThat(ia3.named().get("ia3_l").shape()).hasToString("(2, 1)");
            set(ia3.named(), "ia3_l", 2, -1);

            assertThat(through(ia3)).containsExactly(15, -14);
            assertThat(ia3.merged().get(linear.weight()).toFloats()).containsExactly(2, 4, -3, -4);
            assertThat(ia3.merged().get(linear.bias()).toFloats()).containsExactly(1, 1);
        }
    }

    /** W (2, -3) + b = (-4 + 0.5, -6 - 1). */
    @Test
    void ia3ScalesWhatEntersAFeedForwardLayer() {
        try (Ia3Piece ia3 = new Ia3Piece(site(), true)) {
            set(ia3.named(), "ia3_l", 2, -1);

            assertThat(through(ia3)).containsExactly(-3.5f, -7);
            assertThat(ia3.merged()).hasSize(1);
            assertThat(ia3.merged().get(linear.weight()).toFloats()).containsExactly(2, -2, 6, -4);
        }
    }

    /** D y + d = 7.5 - 14 + 10 = 3.5, whose GELU is 3.499186. With d = 0 it is -6.5, of which a GELU leaves nothing. */
    @Test
    void aBottleneckFollowsALayer() {
        try (BottleneckPiece bottleneck = new BottleneckPiece(site(), 1)) {
            set(bottleneck.named(), "adapter_down.weight", 1, -1);
            set(bottleneck.named(), "adapter_up.weight", 2, -1);
            set(bottleneck.named(), "adapter_up.bias", 1, 0);
            assertThat(through(bottleneck)).containsExactly(new float[] {8.5f, 14}, within(1e-5f));
            set(bottleneck.named(), "adapter_down.bias", 10);

            float[] wanted = {8.5f + 2 * 3.499186f, 14 - 3.499186f};
            assertThat(through(bottleneck)).containsExactly(wanted, within(1e-5f));
        }
    }

    @Test
    void prefixesStandBeforeKeysAndValues() {
        try (Linear values = new Linear(2, 2);
                PrefixPiece prefix = new PrefixPiece(List.of(site()), List.of(new Site("values", values, 0)), 1)) {
            set(prefix.named(), "prompt_embeddings", 5, 6, 7, 8);
            Tensor row = x.unsqueeze(0);

            Wraps.during(prefix.wraps(), () -> {
                assertThat(linear.forward(row).toFloats()).containsExactly(5, 6, 7.5f, 14);
                assertThat(values.forward(row).toFloats()).containsExactly(7, 8, 0, 0);
                return true;
            });
        }
    }

    /** Queries (1), keys (2) and values (3) of one layer; the row before them asks nothing. */
    @Test
    void prefixesStandBeforeWhatOneLayerGivesOfKeysAndValues() {
        try (Linear joined = new Linear(2, 3);
                PrefixPiece prefix = new PrefixPiece(List.of(new Site("joined", joined, 0)), 1)) {
            set(joined.named(), "bias", 1, 2, 3);
            set(prefix.named(), "prompt_embeddings", 5, 6);

            Tensor given = Wraps.during(prefix.wraps(), () -> joined.forward(x.unsqueeze(0)));

            assertThat(given.shape().sizes()).containsExactly(1, 2, 3);
            assertThat(given.toFloats()).containsExactly(0, 5, 6, 1, 2, 3);
        }
    }

    @Test
    void theOneThatIsInForceFirstStandsOutside() {
        try (Ia3Piece doubles = new Ia3Piece(site(), false);
                LoraPiece adds = new LoraPiece(site(), SHAPE)) {
            set(doubles.named(), "ia3_l", 2, 2);
            set(adds.named(), "lora_A.weight", 1, -1);
            set(adds.named(), "lora_B.weight", 2, 0.5f);
            Map<Layer, dev.graft.nn.Wrap> inner = adds.wraps();

            float[] given = Wraps.during(doubles.wraps(), () -> Wraps.during(inner, () -> linear.forward(x)))
                    .toFloats();

            assertThat(given).containsExactly(2 * -4.5f, 22);
        }
    }

    /** Each channel has a weight of its own. */
    @Test
    void ia3ScalesWhatEntersTheChannelsOfAGroup() {
        try (Conv2d conv = Conv2d.depthwise(4, Window.of(3).padding(1));
                Ia3Piece ia3 = new Ia3Piece(new Site("conv", conv, 0), true)) {
            conv.begin();
            set(ia3.named(), "ia3_l", 2, -1, 0.5f, 3);
            Tensor map = Tensor.normal(2, 4, 5, 5);
            float[] wrapped = Wraps.during(ia3.wraps(), () -> conv.forward(map)).toFloats();
            ia3.merged().forEach((tensor, value) -> tensor.copyInPlace(value));

            assertThat(conv.forward(map).toFloats()).containsExactly(wrapped, within(1e-5f));
        }
    }

    @Test
    void aConvolutionAndItsMergedFormAgree() {
        try (Conv2d conv = Conv2d.biased(3, 5, Window.of(3).stride(2))) {
            conv.begin();
            for (Piece piece : List.of(
                    new LoraPiece(new Site("conv", conv, 0), new LoraShape(2, 4, 0, List.of(), false)),
                    new DoraPiece(new Site("conv", conv, 0), new LoraShape(2, 4, 0, List.of(), true)),
                    new Ia3Piece(new Site("conv", conv, 0), true),
                    new Ia3Piece(new Site("conv", conv, 0), false))) {
                piece.named()
                        .values()
                        .forEach(tensor -> tensor.copyInPlace(
                                tensor.add(Tensor.normal(tensor.shape().sizes()).mul(0.3))));
                Tensor map = Tensor.normal(2, 3, 9, 9);
                float[] wrapped =
                        Wraps.during(piece.wraps(), () -> conv.forward(map)).toFloats();
                float[] bare = conv.forward(map).toFloats();
                piece.merged().forEach((tensor, value) -> tensor.copyInPlace(value));

                assertThat(conv.forward(map).toFloats()).containsExactly(wrapped, within(1e-5f));
                assertThat(wrapped).isNotEqualTo(bare);
                piece.close();
            }
        }
    }
}
