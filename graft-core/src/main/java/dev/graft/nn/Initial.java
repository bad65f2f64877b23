package dev.graft.nn;

import dev.graft.engine.Tensor;

/** How the first weights of a layer are drawn; its biases begin at 0 unless said otherwise. */
public enum Initial {
    /** Normal, keeping the size of gradients through a ReLU. Source: He et al., ICCV 2015, equation 14. */
    KAIMING_OUT {
        @Override
        Tensor values(long[] shape) {
            return Tensor.normal(shape).mul(Math.sqrt(2.0 / (shape[0] * area(shape))));
        }
    },
    /** Normal, keeping the size of activations through a ReLU. Source: He et al., ICCV 2015, equation 10. */
    KAIMING_IN {
        @Override
        Tensor values(long[] shape) {
            return Tensor.normal(shape).mul(Math.sqrt(2.0 / (shape[1] * area(shape))));
        }
    },
    /** As {@link #KAIMING_IN}, but uniform. */
    KAIMING_IN_UNIFORM {
        @Override
        Tensor values(long[] shape) {
            double bound = Math.sqrt(6.0 / (shape[1] * area(shape)));
            return Tensor.uniform(-bound, bound, shape);
        }
    },
    /** Weights and biases uniform within 1 over the root of the number of inputs, PyTorch's default. */
    UNIFORM {
        @Override
        Tensor values(long[] shape) {
            return within(Math.sqrt(shape[1] * area(shape)), shape);
        }

        @Override
        void draw(Tensor weight, Tensor bias) {
            draw(weight);
            long[] shape = weight.shape().sizes();
            bias.copyInPlace(
                    within(Math.sqrt(shape[1] * area(shape)), bias.shape().sizes()));
        }
    },
    /** Uniform within 1 over the root of the number of outputs. */
    UNIFORM_OUT {
        @Override
        Tensor values(long[] shape) {
            return within(Math.sqrt(shape[0]), shape);
        }
    },
    /** Normal of deviation 0.01, as classifiers of several papers. */
    SMALL {
        @Override
        Tensor values(long[] shape) {
            return Tensor.normal(shape).mul(0.01);
        }
    },
    /** Normal of deviation 0.02, as transformers and ConvNeXt. */
    TRANSFORMER {
        @Override
        Tensor values(long[] shape) {
            return Tensor.normal(shape).mul(0.02);
        }
    };

    /** @param shape (out, in / groups, ...) */
    abstract Tensor values(long[] shape);

    void draw(Tensor weight) {
        weight.copyInPlace(values(weight.shape().sizes()));
    }

    void draw(Tensor weight, Tensor bias) {
        draw(weight);
        bias.clearInPlace();
    }

    /** Pixels of a window. */
    private static long area(long[] shape) {
        long area = 1;
        for (int i = 2; i < shape.length; i++) {
            area *= shape[i];
        }
        return area;
    }

    private static Tensor within(double root, long[] shape) {
        return Tensor.uniform(-1 / root, 1 / root, shape);
    }
}
