package dev.graft.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.graft.bench.peers.OnnxWeights.Weight;
import java.util.Map;
import java.util.TreeMap;

/** A network for pictures as a block of DJL: pixels (N, 3, H, W) to features (N, D). */
final class DjlPictureBlock extends AbstractBlock {
    private static final float MOMENTUM = 0.9f; // share of what was remembered in what is remembered next
    private static final long CHANNELS = 3;
    private static final Shape ONE = new Shape(1, 1);
    private static final Shape TWO = new Shape(2, 2);

    private final PictureNetwork network;
    private final Map<String, Parameter> arrays = new TreeMap<>();
    private final boolean folded;
    private final long width;

    /** @param learns whether batch norms are kept; else they are folded into the convolutions, for inference alone */
    DjlPictureBlock(PictureNetwork network, PictureWeights weights, boolean learns, NDManager manager) {
        this.network = network;
        folded = !learns;
        width = network.features(new Filling(weights, manager), CHANNELS);
    }

    /** Walks through the network to make the parameters it needs, knowing of each map how many channels it has. */
    private final class Filling implements MapLayers<Long> {
        private final PictureWeights weights;
        private final NDManager manager;

        Filling(PictureWeights weights, NDManager manager) {
            this.weights = weights;
            this.manager = manager;
        }

        @Override
        public Long unit(Long x, Unit unit) {
            String name = unit.convolution();
            Weight weight = weights.get(name + ".weight");
            if (folded || unit.norm().isEmpty()) {
                PictureWeights.Folded both = weights.folded(unit);
                add(name + ".weight", Parameter.Type.WEIGHT, both.weight());
                add(name + ".bias", Parameter.Type.BIAS, both.bias());
            } else {
                add(name + ".weight", Parameter.Type.WEIGHT, weight);
                norm(unit.norm());
            }
            return weight.shape()[0];
        }

        private void norm(String name) {
            norm(name, "weight", Parameter.Type.GAMMA);
            norm(name, "bias", Parameter.Type.BETA);
            norm(name, "running_mean", Parameter.Type.RUNNING_MEAN);
            norm(name, "running_var", Parameter.Type.RUNNING_VAR);
        }

        private void norm(String name, String part, Parameter.Type type) {
            add(name + "." + part, type, weights.get(name + "." + part));
        }

        private void add(String name, Parameter.Type type, Weight weight) {
            boolean learned = type != Parameter.Type.RUNNING_MEAN && type != Parameter.Type.RUNNING_VAR;
            Parameter parameter = addParameter(Parameter.builder()
                    .setName(name)
                    .setType(type)
                    .optRequiresGrad(learned)
                    .build());
            parameter.setArray(manager.create(weight.values(), new Shape(weight.shape())));
            arrays.put(name, parameter);
        }

        @Override
        public Long sum(Long x, Long y) {
            return x;
        }

        @Override
        public Long relu(Long x) {
            return x;
        }

        @Override
        public Long normed(Long x, String norm) {
            norm(norm);
            return x;
        }

        @Override
        public Long maxPool(Long x, int side, int padding, boolean roundUp) {
            return x;
        }

        @Override
        public Long halved(Long x) {
            return x;
        }

        @Override
        public Long beside(Long x, Long y) {
            return x + y;
        }

        @Override
        public Long mean(Long x) {
            return x;
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
        return new NDList(network.features(new Pass(store, training), inputs.head()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), width)};
    }

    /** One forward pass. */
    private final class Pass implements MapLayers<NDArray> {
        private final ParameterStore store;
        private final boolean training;

        Pass(ParameterStore store, boolean training) {
            this.store = store;
            this.training = training;
        }

        @Override
        public NDArray unit(NDArray x, Unit unit) {
            String name = unit.convolution();
            boolean normed = !folded && !unit.norm().isEmpty();
            NDArray weight = array(x, name + ".weight");
            NDArray bias = normed ? null : array(x, name + ".bias"); // as DJL says that there is none
            int groups = unit.depthwise() ? (int) weight.getShape().get(0) : 1;
            Shape stride = new Shape(unit.stride(), unit.stride());
            Shape padding = new Shape(unit.padding(), unit.padding());
            NDArray y =
                    Conv2d.conv2d(x, weight, bias, stride, padding, ONE, groups).head();
            NDArray z = normed ? done(y, norm(y, unit.norm())) : y;
            return switch (unit.activation()) {
                case NONE -> z;
                case RELU -> done(z, relu(z));
                case RELU6 -> done(z, ai.djl.nn.Activation.relu6(z));
            };
        }

        private NDArray norm(NDArray x, String name) {
            return BatchNorm.batchNorm(
                            x,
                            array(x, name + ".running_mean"),
                            array(x, name + ".running_var"),
                            array(x, name + ".weight"),
                            array(x, name + ".bias"),
                            1,
                            MOMENTUM,
                            PictureWeights.EPSILON,
                            training)
                    .head();
        }

        /** What nobody needs any more is freed before the batch ends, where no gradient goes through it. */
        private NDArray done(NDArray used, NDArray result) {
            if (!training) {
                used.close();
            }
            return result;
        }

        @Override
        public NDArray sum(NDArray x, NDArray y) {
            return x.add(y);
        }

        @Override
        public NDArray relu(NDArray x) {
            return ai.djl.nn.Activation.relu(x);
        }

        @Override
        public NDArray normed(NDArray x, String norm) {
            NDArray y = norm(x, norm);
            return done(y, relu(y));
        }

        @Override
        public NDArray maxPool(NDArray x, int side, int padding, boolean roundUp) {
            return Pool.maxPool2d(x, new Shape(side, side), TWO, new Shape(padding, padding), roundUp);
        }

        @Override
        public NDArray halved(NDArray x) {
            return Pool.avgPool2d(x, TWO, TWO, new Shape(0, 0), false, false);
        }

        @Override
        public NDArray beside(NDArray x, NDArray y) {
            return NDArrays.concat(new NDList(x, y), 1);
        }

        @Override
        public NDArray mean(NDArray x) {
            return Pool.globalAvgPool2d(x);
        }

        private NDArray array(NDArray x, String name) {
            return store.getValue(arrays.get(name), x.getDevice(), training);
        }
    }
}
