package dev.graft.adapter;

import dev.graft.backbone.Backbone;
import java.util.Map;
import java.util.Optional;

/** What an adapter is before it has parameters: a value, of a strategy or of a file. One record per kind. */
public interface AdapterShape {
    /**
     * An adapter of this shape for a body, its first values drawn from the generator that the engine's seed set. In the
     * beginning it changes no answer, unless it is a prefix or a prompt.
     *
     * @throws dev.graft.base.BadArgument where it does not fit the body
     */
    Adapter on(Backbone body);

    /** What of a body it does not reach though it might be thought to, in words. */
    default Optional<String> leaves(Backbone body) {
        return Optional.empty();
    }

    /** Why a file that PEFT made means something else here; empty where it means the same. */
    default Optional<String> apart() {
        return Optional.empty();
    }

    /** Whether PEFT makes of its files what is meant here. */
    default boolean isPefts() {
        return apart().isEmpty();
    }

    /** {@code adapter_config.json} as PEFT has it, but for what is the same in every kind. */
    Map<String, Object> peft(Backbone body);
}
