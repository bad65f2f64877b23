package dev.graft.adapter;

import dev.graft.engine.Tensor;
import dev.graft.nn.Weighted;
import java.util.function.UnaryOperator;

/**
 * A bottleneck after one layer: y + U gelu(D y + d) + u. Parameters: {@code adapter_down.weight} (mid, out, ...),
 * {@code adapter_down.bias}, {@code adapter_up.weight} (out, mid, ...), {@code adapter_up.bias}.
 */
final class BottleneckPiece extends Piece.OfLayer {
    private final Tensor down;
    private final Tensor downBias;
    private final Tensor up;
    private final Tensor upBias;

    /** The second layer begins at 0, so that the whole begins at nothing. */
    BottleneckPiece(Site site, int mid) {
        super(site);
        int out = site.layer().out();
        double bound = 1 / Math.sqrt(out);
        down = parameter("adapter_down.weight", () -> Tensor.uniform(-bound, bound, shape(mid, out)));
        downBias = parameter("adapter_down.bias", () -> Tensor.zeros(mid));
        up = parameter("adapter_up.weight", () -> Tensor.zeros(shape(out, mid)));
        upBias = parameter("adapter_up.bias", () -> Tensor.zeros(out));
    }

    private long[] shape(long rows, long columns) {
        return site.layer().isConvolution() ? new long[] {rows, columns, 1, 1} : new long[] {rows, columns};
    }

    @Override
    public Tensor forward(Tensor x, UnaryOperator<Tensor> own) {
        Weighted layer = site.layer();
        Tensor y = own.apply(x);
        Tensor narrow = layer.pointwise(y, down).add(layer.channels(downBias)).gelu(); // no unit dies of it
        Tensor more = layer.pointwise(narrow, up).add(layer.channels(upBias));
        return y.add(more.to(y.dtype()));
    }
}
