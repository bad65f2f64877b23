package dev.graft.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.graft.bench.peers.OnnxWeights.Weight;
import java.util.Map;
import java.util.TreeMap;

/**
 * BERT as a block of DJL: (ids, mask), both int64 (N, L), to hidden states (N, L, D). DJL's own {@code BertBlock} has
 * other epsilons and layer order than the published weights need. Query, key and value are one product.
 *
 * <p>Source: Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", NAACL 2019, in the post-norm form
 * of its PyTorch port.
 */
final class DjlBert extends AbstractBlock {
    private static final float EPSILON = 1e-12f;
    private static final String EMBEDDINGS = "embeddings.";

    private final Map<String, Parameter> weights = new TreeMap<>();
    private final int heads;
    private final int layers;
    private final long width;
    private final float dropout;

    /** @param dropout share of hidden values and of attention weights that training drops, in [0, 1) */
    DjlBert(Map<String, Weight> values, int heads, float dropout, NDManager manager) {
        this.heads = heads;
        this.dropout = dropout;
        width = values.get(EMBEDDINGS + "word_embeddings.weight").shape()[1];
        layers = (int) values.keySet().stream()
                .filter(name -> name.endsWith("intermediate.dense.weight"))
                .count();
        values.forEach((name, weight) -> {
            if (!name.contains(".attention.self.")) {
                add(name, manager.create(weight.values(), new Shape(weight.shape())));
            }
        });
        for (int layer = 0; layer < layers; layer++) {
            String self = "encoder.layer." + layer + ".attention.self.";
            add(self + "qkv.weight", joined(manager, values, self, ".weight"));
            add(self + "qkv.bias", joined(manager, values, self, ".bias"));
        }
    }

    private static NDArray joined(NDManager manager, Map<String, Weight> values, String self, String kind) {
        NDList parts = new NDList();
        for (String part : new String[] {"query", "key", "value"}) {
            Weight weight = values.get(self + part + kind);
            parts.add(manager.create(weight.values(), new Shape(weight.shape())));
        }
        try (parts) {
            return ai.djl.ndarray.NDArrays.concat(parts, 0);
        }
    }

    private void add(String name, NDArray value) {
        Parameter parameter = addParameter(Parameter.builder()
                .setName(name)
                .setType(name.endsWith("bias") ? Parameter.Type.BIAS : Parameter.Type.WEIGHT)
                .build());
        parameter.setArray(value);
        weights.put(name, parameter);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
        Pass pass = new Pass(store, inputs.head(), training);
        NDArray ids = inputs.head();
        NDArray mask = inputs.get(1).toType(DataType.FLOAT32, false);
        NDArray barred = mask.sub(1).mul(1e9f).reshape(ids.getShape().get(0), 1, 1, -1); // (N, 1, 1, L)
        NDArray hidden = pass.embed(ids);
        for (int layer = 0; layer < layers; layer++) {
            hidden = pass.layer(hidden, barred, "encoder.layer." + layer + ".");
        }
        return new NDList(hidden);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), inputShapes[0].get(1), width)};
    }

    /** One forward pass: the arrays of the parameters are asked for by name. */
    private final class Pass {
        private final ParameterStore store;
        private final NDArray ids;
        private final boolean training;

        Pass(ParameterStore store, NDArray ids, boolean training) {
            this.store = store;
            this.ids = ids;
            this.training = training;
        }

        NDArray embed(NDArray tokens) {
            // DJL files a result under the manager of the first operand: the batch's, so that it dies with the batch
            NDArray positions =
                    ids.getManager().arange(0, (int) tokens.getShape().get(1), 1, DataType.INT64);
            NDArray type = ids.getManager().zeros(new Shape(1), DataType.INT64);
            NDArray sum = look(tokens, "word_embeddings")
                    .add(look(positions, "position_embeddings"))
                    .add(look(type, "token_type_embeddings"));
            return drop(norm(sum, EMBEDDINGS + "LayerNorm"));
        }

        NDArray layer(NDArray hidden, NDArray barred, String at) {
            NDArray attended = drop(linear(attention(hidden, barred, at), at + "attention.output.dense"));
            NDArray middle = norm(hidden.add(attended), at + "attention.output.LayerNorm");
            NDArray inner = Activation.gelu(linear(middle, at + "intermediate.dense"));
            return norm(middle.add(drop(linear(inner, at + "output.dense"))), at + "output.LayerNorm");
        }

        private NDArray attention(NDArray hidden, NDArray barred, String at) {
            long n = hidden.getShape().get(0);
            long length = hidden.getShape().get(1);
            long each = width / heads;
            NDArray three = linear(hidden, at + "attention.self.qkv")
                    .reshape(n, length, 3, heads, each)
                    .transpose(2, 0, 3, 1, 4); // (3, N, H, L, D / H)
            NDArray query = three.get(0).mul((float) (1 / Math.sqrt(each)));
            NDArray scores = query.matMul(three.get(1).transpose(0, 1, 3, 2)).add(barred); // (N, H, L, L)
            return drop(scores.softmax(-1))
                    .matMul(three.get(2))
                    .transpose(0, 2, 1, 3)
                    .reshape(n, length, width);
        }

        private NDArray look(NDArray which, String table) {
            return Embedding.embedding(which, array(EMBEDDINGS + table + ".weight"), SparseFormat.DENSE)
                    .head();
        }

        private NDArray linear(NDArray in, String name) {
            return Linear.linear(in, array(name + ".weight"), array(name + ".bias"))
                    .head();
        }

        private NDArray norm(NDArray in, String name) {
            return LayerNorm.layerNorm(in, new Shape(width), array(name + ".weight"), array(name + ".bias"), EPSILON)
                    .head();
        }

        private NDArray drop(NDArray in) {
            return training && dropout > 0 ? Dropout.dropout(in, dropout, true).head() : in;
        }

        private NDArray array(String name) {
            return store.getValue(weights.get(name), ids.getDevice(), training);
        }
    }
}
