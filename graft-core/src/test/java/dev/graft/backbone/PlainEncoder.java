package dev.graft.backbone;

import java.util.Map;

/** The forward pass of an encoder once more, in plain loops over double: slow, short and easily checked. */
final class PlainEncoder {
    private final EncoderConfig config;
    private final Map<String, float[]> weights;
    private final boolean distil;

    PlainEncoder(EncoderConfig config, Map<String, float[]> weights) {
        this.config = config;
        this.weights = weights;
        this.distil = config.family() == EncoderConfig.Family.DISTILBERT;
    }

    /** Last hidden states (T, D) of one unpadded row. */
    double[][] hidden(int[] ids, int[] types) {
        double[][] x = new double[ids.length][config.width()];
        for (int t = 0; t < ids.length; t++) {
            for (int j = 0; j < config.width(); j++) {
                x[t][j] = at("embeddings.word_embeddings.weight", ids[t], j)
                        + at("embeddings.position_embeddings.weight", t + config.firstPosition(), j)
                        + (config.types() == 0
                                ? 0
                                : at("embeddings.token_type_embeddings.weight", config.types() == 1 ? 0 : types[t], j));
            }
        }
        norm(x, "embeddings.LayerNorm");
        for (int l = 0; l < config.layers(); l++) {
            x = layer(x, config.family().layerPrefix() + l + ".");
        }
        return x;
    }

    private double[][] layer(double[][] x, String p) {
        double[][] q = linear(x, p + (distil ? "attention.q_lin" : "attention.self.query"));
        double[][] k = linear(x, p + (distil ? "attention.k_lin" : "attention.self.key"));
        double[][] v = linear(x, p + (distil ? "attention.v_lin" : "attention.self.value"));
        double[][] seen = linear(attended(q, k, v), p + (distil ? "attention.out_lin" : "attention.output.dense"));
        add(seen, x);
        norm(seen, p + (distil ? "sa_layer_norm" : "attention.output.LayerNorm"));
        double[][] wide = linear(seen, p + (distil ? "ffn.lin1" : "intermediate.dense"));
        for (double[] row : wide) {
            for (int j = 0; j < row.length; j++) {
                row[j] = row[j] * (1 + erf(row[j] / Math.sqrt(2))) / 2;
            }
        }
        double[][] out = linear(wide, p + (distil ? "ffn.lin2" : "output.dense"));
        add(out, seen);
        norm(out, p + (distil ? "output_layer_norm" : "output.LayerNorm"));
        return out;
    }

    private double[][] attended(double[][] q, double[][] k, double[][] v) {
        int size = config.width() / config.heads();
        double[][] out = new double[q.length][config.width()];
        for (int h = 0; h < config.heads(); h++) {
            for (int t = 0; t < q.length; t++) {
                double[] share = new double[q.length];
                double sum = 0;
                for (int s = 0; s < q.length; s++) {
                    double dot = 0;
                    for (int j = h * size; j < (h + 1) * size; j++) {
                        dot += q[t][j] * k[s][j];
                    }
                    share[s] = Math.exp(dot / Math.sqrt(size));
                    sum += share[s];
                }
                for (int s = 0; s < q.length; s++) {
                    for (int j = h * size; j < (h + 1) * size; j++) {
                        out[t][j] += share[s] / sum * v[s][j];
                    }
                }
            }
        }
        return out;
    }

    private double[][] linear(double[][] x, String name) {
        float[] bias = weights.get(name + ".bias");
        float[] weight = weights.get(name + ".weight");
        int in = x[0].length;
        double[][] y = new double[x.length][bias.length];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < bias.length; o++) {
                y[t][o] = bias[o];
                for (int i = 0; i < in; i++) {
                    y[t][o] += x[t][i] * weight[o * in + i];
                }
            }
        }
        return y;
    }

    private void norm(double[][] x, String name) {
        for (double[] row : x) {
            double mean = 0;
            for (double value : row) {
                mean += value / row.length;
            }
            double square = 0;
            for (double value : row) {
                square += (value - mean) * (value - mean) / row.length;
            }
            for (int j = 0; j < row.length; j++) {
                row[j] = (row[j] - mean) / Math.sqrt(square + config.epsilon()) * weights.get(name + ".weight")[j]
                        + weights.get(name + ".bias")[j];
            }
        }
    }

    private double at(String name, int row, int column) {
        return weights.get(name)[row * config.width() + column];
    }

    private static void add(double[][] to, double[][] what) {
        for (int t = 0; t < to.length; t++) {
            for (int j = 0; j < to[t].length; j++) {
                to[t][j] += what[t][j];
            }
        }
    }

    /** By its series, exact to 1e-12 for the small numbers here and capped where it is 1 anyway. */
    private static double erf(double x) {
        if (Math.abs(x) > 5) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
