package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.base.DType;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import java.util.Map;

/**
 * Half the squared distance between what each stage gives and what it gave as the run began: summed over channels and
 * stages, averaged over the places of a map or the tokens of a text, and over the examples. Source: Li et al., "DELTA:
 * Deep Learning Transfer using Feature Map with Attention", ICLR 2019, equations 3 and 5, every channel counting alike:
 * the paper's weights cost a pass over the data per channel, which is more than the training.
 *
 * @param strength factor, at least 0
 */
public record LikeStart(double strength) implements Term {
    public LikeStart {
        Check.notNegative("strength", strength);
    }

    @Override
    public boolean averages() {
        return true;
    }

    @Override
    public boolean taps() {
        return true;
    }

    @Override
    public Tensor of(Step step) {
        Tensor sum = Tensor.zeros();
        for (Map.Entry<String, Flow> now : step.taps().now().entrySet()) {
            sum = sum.add(apart(now.getValue(), step.taps().start().get(now.getKey())));
        }
        return sum.mul(strength / 2);
    }

    private static Tensor apart(Flow now, Flow start) {
        return now.has(Flow.HIDDEN)
                ? tokens(now.get(Flow.HIDDEN), start.get(Flow.HIDDEN), now.get(Flow.MASK))
                : map(now.get(Flow.MAP), start.get(Flow.MAP));
    }

    /** (N, T, D), of which padding does not count. */
    private static Tensor tokens(Tensor now, Tensor start, Tensor mask) {
        Tensor each = difference(now, start).square().sum(-1, false).mul(mask); // (N, T)
        return each.sum(1, false).div(mask.sum(1, false)).mean();
    }

    /** (N, C, H, W), or tokens (N, T, D) of a transformer for pictures. */
    private static Tensor map(Tensor now, Tensor start) {
        Tensor squares = difference(now, start).square();
        return squares.mean().mul(squares.size(squares.shape().rank() == 4 ? 1 : -1));
    }

    private static Tensor difference(Tensor now, Tensor start) {
        return now.to(DType.F32).sub(start.to(DType.F32));
    }
}
