package dev.graft.backbone;

import dev.graft.engine.Tensor;
import dev.graft.nn.Dropout;
import dev.graft.nn.Layer;
import dev.graft.nn.LayerNorm;
import dev.graft.nn.Linear;
import dev.graft.nn.MultiHeadAttention;
import dev.graft.nn.TokenRows;

/**
 * Attention, then two linear layers, each added to what came in and normalised. Source: Vaswani et al. 2017, section
 * 3.1; names as Hugging Face Transformers has them.
 */
final class EncoderLayer extends Layer {
    private final MultiHeadAttention attention;
    private final Linear joined;
    private final LayerNorm attentionNorm;
    private final Linear widened;
    private final Linear narrowed;
    private final LayerNorm outputNorm;
    private final Dropout dropout;

    EncoderLayer(EncoderConfig config) {
        Names names = config.family() == EncoderConfig.Family.DISTILBERT ? Names.DISTILBERT : Names.BERT;
        int width = config.width();
        attention = new MultiHeadAttention(
                child(names.query, new Linear(width, width)),
                child(names.key, new Linear(width, width)),
                child(names.value, new Linear(width, width)),
                config.heads(),
                config.attentionDropout());
        joined = child(names.joined, new Linear(width, width));
        attentionNorm = child(names.attentionNorm, new LayerNorm(width, config.epsilon()));
        widened = child(names.widened, new Linear(width, config.intermediate(), config.activation()));
        narrowed = child(names.narrowed, new Linear(config.intermediate(), width));
        outputNorm = child(names.outputNorm, new LayerNorm(width, config.epsilon()));
        dropout = child("dropout", new Dropout(config.dropout()));
    }

    /**
     * @param x (tokens, D)
     * @param rows which tokens these are of (N, T)
     * @param bias added to attention scores (N, 1, 1, T)
     */
    Tensor forward(Tensor x, TokenRows rows, Tensor bias) {
        Tensor seen = attentionNorm.forward(x.add(dropout.forward(joined.forward(attention.forward(x, rows, bias)))));
        return outputNorm.forward(seen.add(dropout.forward(narrowed.forward(widened.forward(seen)))));
    }

    private enum Names {
        BERT(
                "attention.self.query",
                "attention.self.key",
                "attention.self.value",
                "attention.output.dense",
                "attention.output.LayerNorm",
                "intermediate.dense",
                "output.dense",
                "output.LayerNorm"),
        DISTILBERT(
                "attention.q_lin",
                "attention.k_lin",
                "attention.v_lin",
                "attention.out_lin",
                "sa_layer_norm",
                "ffn.lin1",
                "ffn.lin2",
                "output_layer_norm");

        private final String query;
        private final String key;
        private final String value;
        private final String joined;
        private final String attentionNorm;
        private final String widened;
        private final String narrowed;
        private final String outputNorm;

        Names(
                String query,
                String key,
                String value,
                String joined,
                String attentionNorm,
                String widened,
                String narrowed,
                String outputNorm) {
            this.query = query;
            this.key = key;
            this.value = value;
            this.joined = joined;
            this.attentionNorm = attentionNorm;
            this.widened = widened;
            this.narrowed = narrowed;
            this.outputNorm = outputNorm;
        }
    }
}
