package dev.graft.vision;

import static dev.graft.nn.Activation.NONE;

import dev.graft.base.Check;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.nn.Initial;
import dev.graft.nn.LayerNorm;
import dev.graft.nn.Linear;
import dev.graft.nn.Pooling;
import dev.graft.nn.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transformer that reads a picture as a row of square patches. Stages pass tokens (N, T, D): the class token, the
 * registers, the patches row by row. The norm after the last block belongs to its stage. Other sizes than the one it was
 * trained at are taken too: the positions are interpolated.
 *
 * @param names of its tensors
 * @param grid patches along a side at the size that it was trained at
 * @param patch side of a patch, in pixels
 * @param width D of a token
 * @param heads of the attention
 * @param blocks after the embedding
 * @param scale of the branches in the beginning, learned per channel (LayerScale, Touvron et al. 2021), or 0 for none
 * @param registers tokens without a patch, that nothing reads at the end (Darcet et al. 2023); with them, only patches
 *     have positions
 * @param pooling how the tokens become features; the mean is over the patches' alone
 */
record VisionTransformer(
        TransformerNames names,
        int grid,
        int patch,
        int width,
        int heads,
        int blocks,
        double scale,
        int registers,
        Pooling pooling) {
    private static final String PAPER =
            "Dosovitskiy et al., \"An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale\", ICLR 2021";
    private static final String DINO =
            "Oquab et al., \"DINOv2: Learning Robust Visual Features without Supervision\", 2023";
    private static final Preparation BICUBIC = new Preparation(
            224, 256, Interpolation.BICUBIC, Preparation.IMAGENET.mean(), Preparation.IMAGENET.deviation());
    static final double EPSILON = 1e-6; // of all norms

    static final VisionTransformer BASE_16 =
            new VisionTransformer(TransformerNames.TORCHVISION, 14, 16, 768, 12, 12, 0, 0, Pooling.CLS);
    static final VisionTransformer TINY_16 =
            new VisionTransformer(TransformerNames.TORCHVISION, 14, 16, 192, 3, 12, 0, 0, Pooling.CLS);
    static final VisionTransformer DINO_SMALL_14 =
            new VisionTransformer(TransformerNames.TIMM, 37, 14, 384, 6, 12, 1e-5, 0, Pooling.CLS);

    static final List<Architecture> ALL = List.of(
            new Architecture("vit_b_16", Preparation.IMAGENET, PAPER, BASE_16::build),
            new Architecture("vit_ti_16", Preparation.IMAGENET, PAPER, TINY_16::build),
            new Architecture("vit_small_patch14_dinov2", BICUBIC, DINO, DINO_SMALL_14::build),
            new Architecture(
                    "vit_small_patch14_reg4_dinov2",
                    BICUBIC,
                    "Darcet et al., \"Vision Transformers Need Registers\", ICLR 2024",
                    DINO_SMALL_14.registers(4)::build));

    VisionTransformer {
        Check.that(width % heads == 0, "width " + width + " does not divide by " + heads + " heads");
    }

    VisionTransformer registers(int count) {
        return new VisionTransformer(names, grid, patch, width, heads, blocks, scale, count, pooling);
    }

    VisionTransformer pooling(Pooling other) {
        return new VisionTransformer(names, grid, patch, width, heads, blocks, scale, registers, other);
    }

    Network build(int channels, int classes) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("embedding", "", new PatchTokens(this, channels)));
        for (int b = 0; b < blocks; b++) {
            Sequential stage =
                    new Sequential().then(names.block() + b, new TransformerBlock(names, width, heads, scale));
            if (b == blocks - 1) {
                stage.then(names.norm(), new LayerNorm(width, EPSILON));
            }
            stages.add(new Stage("block" + (b + 1), "", stage));
        }
        return new Network(stages, pool(), width, classifier(classes));
    }

    private TokenPool pool() {
        return new TokenPool(pooling, 1 + registers);
    }

    private Optional<Stage> classifier(int classes) {
        return classes == 0
                ? Optional.empty()
                : Optional.of(new Stage(
                        "classifier",
                        "",
                        new Sequential()
                                .then(pool())
                                .then(names.head(), new Linear(width, classes, NONE, Initial.TRANSFORMER))));
    }
}
