package dev.graft.nn;

import dev.graft.engine.Tensor;
import java.util.function.UnaryOperator;

/**
 * What stands around the product of a {@link Weighted} layer, before its activation, around a {@link LayerNorm}, around
 * the norm of an encoder's embeddings, or around the tokens that a picture's patches become.
 */
public interface Wrap {
    /**
     * @param x what the layer was given
     * @param own the layer's product and bias, of whatever it is given
     */
    Tensor forward(Tensor x, UnaryOperator<Tensor> own);

    /**
     * Whether what comes out has more rows than what went in, of each text: then it must be given texts (N, T, D), and not
     * the tokens of all of them one below the other.
     */
    default boolean addsRows() {
        return false;
    }

    /** This one around another, which stands nearer to the layer. */
    default Wrap around(Wrap inner) {
        Wrap outer = this;
        return new Wrap() {
            @Override
            public Tensor forward(Tensor x, UnaryOperator<Tensor> own) {
                return outer.forward(x, y -> inner.forward(y, own));
            }

            @Override
            public boolean addsRows() {
                return outer.addsRows() || inner.addsRows();
            }
        };
    }
}
