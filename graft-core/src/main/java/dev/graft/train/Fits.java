package dev.graft.train;

import dev.graft.data.SparseRows;
import dev.graft.data.Target;
import dev.graft.engine.Parallel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Linear fits of one kind to parts of some examples, at several strengths. */
interface Fits {
    /** The strengths, rising. */
    double[] tried();

    /** What fits to some examples say of others: for each strength (held) of K scores. */
    double[][][] scores(int[] kept, int[] held);

    /** The fit to all of them. */
    LinearFit fit(double strength);

    /** How several are made: side by side or, where each uses all cores, one after the other. */
    Strengths.Loop loop();

    /** On features. @param strength C, or 0 for several */
    record OfFeatures(HeadProblem problem, LabelledRows examples, double strength) implements Fits {
        @Override
        public double[] tried() {
            return strength > 0 ? new double[] {strength} : Strengths.TRIED;
        }

        @Override
        public double[][][] scores(int[] kept, int[] held) {
            double[] tried = tried();
            double[][][] scores = new double[tried.length][][];
            try (LinearData data = problem.data(examples.at(kept))) {
                LinearFit fit = problem.start(examples.width());
                for (int s = 0; s < tried.length; s++) {
                    fit = problem.fit(data, tried[s], fit);
                    LinearFit now = fit;
                    scores[s] = Arrays.stream(held)
                            .mapToObj(i -> now.scores(examples.rows()[i]))
                            .toArray(double[][]::new);
                }
            }
            return scores;
        }

        @Override
        public Strengths.Loop loop() {
            return Parallel::run;
        }

        @Override
        public LinearFit fit(double chosen) {
            try (LinearData data = problem.data(examples)) {
                return problem.fit(data, chosen, problem.start(examples.width()));
            }
        }
    }

    /** On terms; each fit uses all cores. @param strength C, or 0 for several */
    record OfTerms(HeadProblem problem, SparseRows rows, List<Target> targets, double strength) implements Fits {
        private static final double TOLERANCE = 1e-5;

        @Override
        public double[] tried() {
            return strength > 0 ? new double[] {strength} : SparseFit.tried();
        }

        @Override
        public double[][][] scores(int[] kept, int[] held) {
            double[] tried = tried();
            SparseRows known = rows.at(kept);
            List<Target> wanted = Arrays.stream(kept).mapToObj(targets::get).toList();
            double[][][] scores = new double[tried.length][][];
            SparseFit fit = SparseFit.zero(problem, rows.width());
            for (int s = 0; s < tried.length; s++) {
                fit = fit.fitted(known, wanted, tried[s], TOLERANCE);
                SparseFit now = fit;
                scores[s] = Arrays.stream(held)
                        .mapToObj(i -> now.scores(rows.rows().get(i)))
                        .toArray(double[][]::new);
            }
            return scores;
        }

        @Override
        public Strengths.Loop loop() {
            return (count, work) -> IntStream.range(0, count).forEach(work);
        }

        /** (K, V), as fits on features have it. */
        @Override
        public LinearFit fit(double chosen) {
            int k = problem.answers();
            int v = rows.width();
            double[] theta = SparseFit.zero(problem, v)
                    .fitted(rows, targets, chosen, TOLERANCE)
                    .theta();
            double[] weights = new double[k * v];
            for (int e = 0; e < weights.length; e++) {
                weights[e] = theta[e % v * k + e / v];
            }
            return new LinearFit(weights, Arrays.copyOfRange(theta, v * k, v * k + k));
        }
    }
}
