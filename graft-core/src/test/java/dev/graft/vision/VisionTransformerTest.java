package dev.graft.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadArgument;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Pooling;
import org.junit.jupiter.api.Test;

class VisionTransformerTest {
    private static final VisionTransformer SMALL =
            new VisionTransformer(TransformerNames.TIMM, 4, 2, 8, 2, 2, 1, 3, Pooling.CLS);

    @Test
    void namesItsPartsAsTorchvisionDoes() {
        VisionTransformer torchvision =
                new VisionTransformer(TransformerNames.TORCHVISION, 2, 4, 8, 2, 1, 0, 0, Pooling.CLS);

        try (Network network = torchvision.build(3, 5)) {
            assertThat(network.named().keySet())
                    .containsExactlyInAnyOrder(
                            "class_token",
                            "encoder.pos_embedding",
                            "conv_proj.weight",
                            "conv_proj.bias",
                            "encoder.layers.encoder_layer_0.ln_1.weight",
                            "encoder.layers.encoder_layer_0.ln_1.bias",
                            "encoder.layers.encoder_layer_0.self_attention.in_proj_weight",
                            "encoder.layers.encoder_layer_0.self_attention.in_proj_bias",
                            "encoder.layers.encoder_layer_0.self_attention.out_proj.weight",
                            "encoder.layers.encoder_layer_0.self_attention.out_proj.bias",
                            "encoder.layers.encoder_layer_0.ln_2.weight",
                            "encoder.layers.encoder_layer_0.ln_2.bias",
                            "encoder.layers.encoder_layer_0.mlp.0.weight",
                            "encoder.layers.encoder_layer_0.mlp.0.bias",
                            "encoder.layers.encoder_layer_0.mlp.3.weight",
                            "encoder.layers.encoder_layer_0.mlp.3.bias",
                            "encoder.ln.weight",
                            "encoder.ln.bias",
                            "heads.head.weight",
                            "heads.head.bias");
            assertThat(network.stages()).extracting(Stage::name).containsExactly("embedding", "block1");
        }
    }

    @Test
    void takesPicturesThatAreNotSquare() {
        try (Network network = SMALL.build(3, 5);
                Scope scope = Scope.open()) {
            network.begin(7);

            Tensor tokens = network.map(Tensor.normal(2, 3, 6, 10));

            assertThat(tokens.shape().sizes()).containsExactly(2, 1 + 3 + 3 * 5, 8);
            assertThat(network.pool().forward(tokens).shape().sizes()).containsExactly(2, 8);
        }
    }

    @Test
    void refusesAPictureThatDoesNotDivideIntoPatches() {
        try (Network network = SMALL.build(3, 0);
                Scope scope = Scope.open()) {
            assertThatThrownBy(() -> network.map(Tensor.zeros(1, 3, 8, 7)))
                    .isInstanceOf(BadArgument.class)
                    .hasMessage("a picture of 7 x 8 pixels does not divide into patches of 2; choose a size that does");
        }
    }

    @Test
    void poolsOnlyPatchesIntoTheMean() {
        try (TokenPool pool = new TokenPool(Pooling.MEAN, 2);
                Scope scope = Scope.open()) {
            Tensor tokens = Tensor.of(new float[] {100, 200, 1, 2, 6}, 1, 5, 1);

            assertThat(pool.forward(tokens).toFloats()).containsExactly(3);
        }
    }

    /** Positions at another size are those of the grid where they fall together. */
    @Test
    void keepsTheCornersOfTorchvisionsPositions() {
        VisionTransformer torchvision =
                new VisionTransformer(TransformerNames.TORCHVISION, 3, 1, 4, 1, 1, 0, 0, Pooling.CLS);
        try (Network network = torchvision.build(1, 0);
                Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            Tensor positions = network.named().get("encoder.pos_embedding");
            positions.copyInPlace(Tensor.normal(1, 10, 4)); // the class token's and 3 x 3
            Tensor tokens = network.stages().get(0).layers().forward(Tensor.zeros(1, 1, 5, 5));

            float[] wanted = positions.select(1, 9).toFloats();
            assertThat(tokens.select(1, 25).toFloats()).containsExactly(wanted);
            assertThat(tokens.select(1, 0).toFloats())
                    .containsExactly(positions.select(1, 0).toFloats());
        }
    }
}
