package dev.graft.vision;

import static dev.graft.nn.Activation.GELU;
import static dev.graft.nn.Activation.NONE;

import dev.graft.engine.Functional;
import dev.graft.engine.Tensor;
import dev.graft.nn.Block;
import dev.graft.nn.Initial;
import dev.graft.nn.LayerNorm;
import dev.graft.nn.Linear;
import java.util.Optional;

/** Each token looks at all others, then thinks for itself: figure 1 of Dosovitskiy et al. 2021. */
final class TransformerBlock extends Block {
    private final LayerNorm norm1;
    private final Linear attentionIn;
    private final Linear attentionOut;
    private final Optional<Tensor> scale1;
    private final LayerNorm norm2;
    private final Linear mlp1;
    private final Linear mlp2;
    private final Optional<Tensor> scale2;
    private final int heads;
    private final double firstScale;

    /** @param scale see {@link VisionTransformer} */
    TransformerBlock(TransformerNames names, int width, int heads, double scale) {
        this.heads = heads;
        this.firstScale = scale;
        norm1 = child(names.norm1(), new LayerNorm(width, VisionTransformer.EPSILON));
        attentionIn = prefixed(names.attentionIn(), linear(width, 3 * width));
        attentionOut = child(names.attentionOut(), linear(width, width));
        scale1 = scale(names.scale1(), width);
        norm2 = child(names.norm2(), new LayerNorm(width, VisionTransformer.EPSILON));
        mlp1 = child(names.mlp1(), new Linear(width, 4 * width, GELU, Initial.TRANSFORMER));
        mlp2 = child(names.mlp2(), linear(4 * width, width));
        scale2 = scale(names.scale2(), width);
    }

    private static Linear linear(int in, int out) {
        return new Linear(in, out, NONE, Initial.TRANSFORMER);
    }

    private Optional<Tensor> scale(String name, int width) {
        return firstScale == 0 ? Optional.empty() : Optional.of(parameter(name, () -> Tensor.zeros(width)));
    }

    @Override
    protected void draw() {
        scale1.ifPresent(s -> s.copyInPlace(Tensor.ones(s.size(0)).mul(firstScale)));
        scale2.ifPresent(s -> s.copyInPlace(Tensor.ones(s.size(0)).mul(firstScale)));
    }

    /** @param x (N, T, D); the result too */
    @Override
    public Tensor forward(Tensor x) {
        Tensor seen = x.add(scaled(attend(norm1.forward(x)), scale1));
        return seen.add(scaled(mlp2.forward(mlp1.forward(norm2.forward(seen))), scale2));
    }

    private static Tensor scaled(Tensor branch, Optional<Tensor> scale) {
        return scale.map(branch::mul).orElse(branch);
    }

    private Tensor attend(Tensor x) {
        long tokens = x.size(1);
        long width = x.size(2);
        Tensor made = attentionIn.forward(x);
        long before = made.size(1) - tokens; // of prefix tuning, which asks nothing
        Tensor all = made.reshape(x.size(0), before + tokens, 3L * heads, width / heads)
                .transpose(1, 2); // queries, keys and values, head after head
        Tensor seen = Functional.attention(
                all.narrow(1, 0, heads).narrow(2, before, tokens),
                all.narrow(1, heads, heads),
                all.narrow(1, 2L * heads, heads),
                Optional.empty(),
                0);
        return attentionOut.forward(seen.transpose(1, 2).reshape(x.size(0), tokens, width));
    }
}
