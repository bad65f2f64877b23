package dev.graft.transfer;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;

/**
 * What a network knows before it learns and beside its data.
 *
 * @param init file of any network's weights, of which what fits by name and shape is copied before training
 * @param teacher bundle of a model whose answers are learned from too; how, the strategy says
 */
@JsonIgnoreProperties({"pull", "temperature"}) // of recipes from before strategies said them
public record Prior(Optional<String> init, Optional<String> teacher) {
    public static final Prior NONE = new Prior(Optional.empty(), Optional.empty());

    public Prior init(Optional<String> file) {
        return new Prior(file, teacher);
    }

    public Prior teacher(Optional<String> bundle) {
        return new Prior(init, bundle);
    }
}
