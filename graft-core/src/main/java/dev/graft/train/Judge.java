package dev.graft.train;

import java.util.function.ToDoubleFunction;

/**
 * What a validation part says of a network in the middle of its learning.
 *
 * @param value of the weights that stand in the network, higher is better
 * @param examples that it rests on; of several tasks those of the smallest
 */
public record Judge(ToDoubleFunction<Fit> value, int examples) {
    private static final int ENOUGH = 100;

    /**
     * Whether so many examples tell one network from another. An accuracy of 0.85 on a hundred is uncertain by 3.6 points
     * (one standard error): with fewer, the best of several epochs is most often an early one, of high rates.
     */
    public static boolean tells(int examples) {
        return examples >= ENOUGH;
    }

    double of(Fit fit) {
        return value.applyAsDouble(fit);
    }

    /**
     * Whether the best epoch and the best mixture are told by it, and so when to have no more patience. Where they are
     * not, all epochs are run, and the last one counts and is not mixed: with few examples longer training is better than
     * a choice (Mosbach et al., "On the Stability of Fine-tuning BERT", ICLR 2021, section 6).
     */
    boolean chooses() {
        return tells(examples);
    }
}
