package dev.graft.adapter;

import dev.graft.engine.Functional;
import dev.graft.engine.Maps;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Weighted;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/** LoRA beside one layer. Parameters: {@code lora_A.weight} (r, in, ...) and {@code lora_B.weight} (out, r, ...). */
class LoraPiece extends Piece.OfLayer {
    private final double scale;
    private final double dropout;
    private final Tensor a;
    private final Tensor b;

    /** A is Kaiming-uniform with a = sqrt(5), which is uniform within 1 over the root of the inputs; B is 0. */
    LoraPiece(Site site, LoraShape shape) {
        super(site);
        scale = shape.scale();
        dropout = shape.dropout();
        long[] inner = weight().shape().sizes();
        inner[0] = shape.rank();
        long[] outer = new long[inner.length];
        Arrays.fill(outer, 1);
        outer[0] = site.layer().out();
        outer[1] = shape.rank();
        double bound = 1 / Math.sqrt(weight().count() / (double) site.layer().out());
        a = parameter("lora_A.weight", () -> ordered(Tensor.uniform(-bound, bound, inner)));
        b = parameter("lora_B.weight", () -> Tensor.zeros(outer));
    }

    private Tensor ordered(Tensor weights) {
        return site.layer().isConvolution() ? Maps.channelsLast(weights) : weights;
    }

    final Tensor weight() {
        return site.layer().weight();
    }

    @Override
    public Tensor forward(Tensor x, UnaryOperator<Tensor> own) {
        Tensor y = own.apply(x);
        return y.add(change(x).to(y.dtype()));
    }

    /** (alpha / r) B A x. */
    final Tensor change(Tensor x) {
        Weighted layer = site.layer();
        Tensor seen = training() ? Functional.dropout(x, dropout) : x;
        return layer.pointwise(layer.product(seen, a).mul(scale), b);
    }

    /** (alpha / r) B A, in the shape of the weight. */
    final Tensor change() {
        long rank = a.size(0);
        return b.reshape(-1, rank)
                .matmul(a.reshape(rank, -1))
                .mul(scale)
                .reshape(weight().shape().sizes());
    }

    @Override
    Map<Tensor, Tensor> merged() {
        try (Scope scope = Scope.open();
                NoGrad off = NoGrad.open()) {
            return Map.of(weight(), scope.keep(worked()));
        }
    }

    /** What the weight becomes. */
    Tensor worked() {
        return weight().add(change());
    }
}
