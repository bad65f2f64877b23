package dev.graft.transfer;

import dev.graft.base.Check;
import java.util.Optional;

/**
 * What a network knows before it learns and beside its data.
 *
 * @param init file of any network's weights, of which what fits by name and shape is copied before training
 * @param teacher bundle of a model whose answers are learned from too
 * @param pull weight of the teacher's answers beside the labels', above 0
 * @param temperature that both answers are softened by to be compared, above 0
 */
public record Prior(Optional<String> init, Optional<String> teacher, double pull, double temperature) {
    public static final Prior NONE = new Prior(Optional.empty(), Optional.empty(), 1, 2);

    public Prior {
        Check.positive("teacher's weight", pull);
        Check.positive("temperature", temperature);
    }

    public Prior init(Optional<String> file) {
        return new Prior(file, teacher, pull, temperature);
    }

    public Prior teacher(Optional<String> bundle) {
        return new Prior(init, bundle, pull, temperature);
    }

    public Prior pull(double weight) {
        return new Prior(init, teacher, weight, temperature);
    }
}
