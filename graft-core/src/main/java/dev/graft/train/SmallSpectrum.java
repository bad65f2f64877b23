package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.base.DType;
import dev.graft.engine.Functional;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;

/**
 * The smallest squared singular values of a batch's features: what is small there transfers badly. Source: Chen et al.,
 * "Catastrophic Forgetting Meets Negative Transfer: Batch Spectral Shrinkage for Safe Transfer Learning", NeurIPS 2019,
 * section 4.2. It looks at a batch whole; where memory forces a batch into pieces, at each of them.
 *
 * @param smallest how many of them, at least 1
 * @param strength factor, at least 0
 */
public record SmallSpectrum(int smallest, double strength) implements Term {
    public SmallSpectrum {
        Check.atLeast("smallest", smallest, 1);
        Check.notNegative("strength", strength);
    }

    /** They are the eigenvalues of the features' products with each other, in F64, as products square the errors. */
    @Override
    public Tensor of(Step step) {
        Tensor features = step.outputs().get(Fit.LABELLED).get(Flow.POOLED).to(DType.F64); // (N, D)
        Tensor turned = features.transpose(0, 1);
        boolean few = features.size(0) <= features.size(1);
        Tensor values = Functional.eigenvalues(few ? features.matmul(turned) : turned.matmul(features));
        Tensor least = values.narrow(0, 0, Math.min(smallest, values.size(0)));
        return least.sum().mul(strength).to(DType.F32);
    }
}
