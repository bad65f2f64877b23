package dev.graft.engine;

import dev.graft.base.DType;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** The operations that layers and losses are made of. */
public final class Functional {
    private static final int MEAN = 1;

    private Functional() {}

    /**
     * @param x (..., in)
     * @param weight (out, in)
     * @param bias (out)
     * @return (..., out)
     */
    public static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        Tensor y = Tensor.op("linear", () -> torch.linear(x.raw(), weight.raw(), some(bias)), x, weight, bias);
        return Work.done(y, weight.size(1));
    }

    /**
     * @param weight (entries, width)
     * @param ids any shape, I64, each in [0, entries)
     * @return the shape of {@code ids} with the width after it; the gradient of {@code weight} is sparse, as it has few
     *     rows of a large table
     */
    public static Tensor embedding(Tensor weight, Tensor ids) {
        return Tensor.op("embedding", () -> torch.embedding(weight.raw(), ids.raw(), -1, false, true), weight, ids);
    }

    /**
     * Rows put apart, zero between them.
     *
     * @param x (M, D)
     * @param places of each row among all of them, I64 (M), no two alike
     * @param count of all rows
     * @return (count, D)
     */
    public static Tensor rowsAt(Tensor x, Tensor places, long count) {
        return Tensor.op(
                "rowsAt",
                () -> x.raw().new_zeros(new long[] {count, x.size(1)}).index_copy(0, places.raw(), x.raw()),
                x,
                places);
    }

    /** Over the last axis. */
    public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double epsilon) {
        return Tensor.op(
                "layerNorm",
                () -> torch.layer_norm(x.raw(), new long[] {x.size(-1)}, some(weight), some(bias), epsilon, false),
                x,
                weight,
                bias);
    }

    /** Sets a share of the values to 0 and scales up the rest, drawn from this thread's {@link Chance}. */
    public static Tensor dropout(Tensor x, double share) {
        return share == 0 ? x : Tensor.op("dropout", () -> x.raw().mul(Chance.kept(x.raw(), share)), x);
    }

    /** Sets a share of the examples (N, ...) to 0 and scales up the rest, drawn from this thread's {@link Chance}. */
    public static Tensor dropExamples(Tensor x, double share) {
        if (share == 0) {
            return x;
        }
        long[] shape = new long[x.raw().shape().length];
        Arrays.fill(shape, 1);
        shape[0] = x.size(0);
        return Tensor.op("dropExamples", () -> x.raw().mul(Chance.kept(x.raw().new_empty(shape), share)), x);
    }

    /** What {@link #dropout} multiplies by: 0 for a share of the values, else 1 over the rest. @param share in [0, 1) */
    public static Tensor kept(Tensor like, double share) {
        return share == 0
                ? Tensor.ones(like.shape().sizes())
                : Tensor.op("kept", () -> Chance.kept(like.raw(), share), like);
    }

    /** 1 with a probability, else 0, drawn from this thread's {@link Chance}. @param probability in [0, 1] */
    public static Tensor chosen(double probability, long... shape) {
        Tensor none = Tensor.zeros(shape);
        return probability == 0
                ? none
                : Tensor.op("chosen", () -> kept(none, 1 - probability).raw().gt(new Scalar(0)), none)
                        .to(DType.F32);
    }

    /**
     * Attention in whichever form is fastest: fused in fp32, written out in bf16 and where weights are dropped, which
     * the fused form cannot do.
     *
     * @param q queries (N, heads, T, width); so are {@code k} and {@code v}
     * @param mask added to the scores, (N, 1, 1, T) or (N, 1, T, T)
     * @param dropout share of the attention weights that are dropped, 0 outside of training
     * @return (N, heads, T, width)
     */
    public static Tensor attention(Tensor q, Tensor k, Tensor v, Optional<Tensor> mask, double dropout) {
        if (dropout == 0 && q.dtype() == DType.F32 && !Autocast.on()) {
            TensorOptional added = mask.map(m -> new TensorOptional(m.raw())).orElseGet(TensorOptional::new);
            Tensor seen = Tensor.op(
                    "attention",
                    () -> torch.scaled_dot_product_attention(
                            q.raw(), k.raw(), v.raw(), added, 0, false, new DoubleOptional(), false),
                    q,
                    k,
                    v);
            return Work.done(seen, 2 * k.size(2)); // scores, and the sum by them
        }
        Tensor scores = q.mul(1 / Math.sqrt(q.size(-1))).matmul(k.transpose(-2, -1));
        Tensor masked = mask.isPresent() ? scores.add(mask.get().to(scores.dtype())) : scores;
        return dropout(masked.softmax(-1), dropout).matmul(v);
    }

    /**
     * Mean cross-entropy.
     *
     * @param logits (N, classes)
     * @param target class of each row, I64 (N)
     * @param classWeights (classes), or empty
     * @param smoothing share of the target spread over all classes, in [0, 1)
     */
    public static Tensor crossEntropy(Tensor logits, Tensor target, Optional<Tensor> classWeights, double smoothing) {
        TensorOptional weights =
                classWeights.map(w -> new TensorOptional(w.raw())).orElseGet(TensorOptional::new);
        return Tensor.op(
                "crossEntropy",
                () -> torch.cross_entropy_loss(logits.raw(), target.raw(), weights, MEAN, -100, smoothing),
                logits,
                target);
    }

    /**
     * Mean binary cross-entropy of logits.
     *
     * @param target of the shape of {@code logits}, values in [0, 1]
     * @param positiveWeights (labels) factor on the positive part, or empty
     */
    public static Tensor binaryCrossEntropy(Tensor logits, Tensor target, Optional<Tensor> positiveWeights) {
        TensorOptional weights =
                positiveWeights.map(w -> new TensorOptional(w.raw())).orElseGet(TensorOptional::new);
        return Tensor.op(
                "binaryCrossEntropy",
                () -> torch.binary_cross_entropy_with_logits(
                        logits.raw(), target.raw(), new TensorOptional(), weights, MEAN),
                logits,
                target);
    }

    public static Tensor meanSquaredError(Tensor values, Tensor target) {
        return Tensor.op("meanSquaredError", () -> torch.mse_loss(values.raw(), target.raw(), MEAN), values, target);
    }

    /** x of A x = b for a symmetric positive definite A, (n, n) and (n, m), both F64. */
    public static Tensor solvePositive(Tensor a, Tensor b) {
        return Tensor.op("solvePositive", () -> torch.cholesky_solve(b.raw(), torch.linalg_cholesky(a.raw())), a, b);
    }

    /** Eigenvalues of a symmetric matrix (n, n), the smallest first, (n). */
    public static Tensor eigenvalues(Tensor a) {
        return Tensor.op("eigenvalues", () -> torch.linalg_eigvalsh(a.raw()), a);
    }

    /** Adds {@code value} to the diagonal of a square matrix. */
    public static Tensor addDiagonal(Tensor a, double value) {
        return Tensor.op(
                "addDiagonal",
                () -> a.raw().add(torch.eye(a.size(0)).to(a.raw().scalar_type()).mul(new Scalar(value))),
                a);
    }

    private static TensorOptional some(Tensor tensor) {
        return new TensorOptional(tensor.raw());
    }
}
