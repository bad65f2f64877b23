package dev.graft.train;

import dev.graft.base.DType;
import dev.graft.engine.Functional;
import dev.graft.engine.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Second derivatives of a penalised sum of losses, inverted: whole where that is small, else for each answer on its
 * own. Answers that are judged apart have no others.
 *
 * @param inverse (KP, KP), or (K, P, P)
 */
record Curvature(Tensor inverse) {
    /** Up to so many parameters, all pairs of answers are taken into account. */
    private static final int WHOLE = 2500;

    /**
     * @param x (N, P)
     * @param means (K, N) what the fit says
     * @param w (K, N)
     */
    static Curvature of(Tensor x, Tensor means, Tensor w, double penalty, Link link) {
        int k = (int) means.size(0);
        boolean whole = link == Link.SOFTMAX && k * x.size(1) <= WHOLE;
        List<Tensor> rows = new ArrayList<>();
        for (int c = 0; c < k; c++) {
            List<Tensor> row = new ArrayList<>();
            for (int d = whole ? 0 : c; d < (whole ? k : c + 1); d++) {
                row.add(block(x, means, w, c, d));
            }
            rows.add(whole ? Tensor.cat(row, 1) : inverse(row.get(0), penalty));
        }
        return new Curvature(whole ? inverse(Tensor.cat(rows, 0), penalty) : Tensor.stack(rows, 0));
    }

    private static Tensor block(Tensor x, Tensor means, Tensor w, int c, int d) {
        Tensor p = means.select(0, c);
        Tensor same = c == d ? p : p.mul(0);
        Tensor bend = same.sub(p.mul(means.select(0, d))).mul(w.select(0, c));
        return x.transpose(0, 1).matmul(x.mul(bend.unsqueeze(1)));
    }

    private static Tensor inverse(Tensor curvature, double penalty) {
        Tensor identity = Functional.addDiagonal(curvature.mul(0), 1).to(DType.F64);
        return Functional.solvePositive(Functional.addDiagonal(curvature, penalty), identity);
    }

    /** The inverse times vectors. @param v (K, P, B) */
    Tensor unbend(Tensor v) {
        return inverse.shape().sizes().length == 3
                ? inverse.matmul(v)
                : inverse.matmul(v.reshape(inverse.size(0), v.size(2))).reshape(v.size(0), v.size(1), v.size(2));
    }
}
