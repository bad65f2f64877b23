package dev.graft.transfer;

import dev.graft.adapter.AdapterShape;
import dev.graft.adapter.PromptShape;
import java.util.Optional;

/**
 * Trains the head and vectors among those of a text's tokens or a picture's patches. Source: Lester et al., EMNLP 2021,
 * and Jia et al., ECCV 2022; the rate is that of PEFT's guide to prompt tuning by AdamW.
 *
 * @param prompt how many they are
 * @param steps rates and lengths
 */
public record Prompt(PromptShape prompt, Steps steps) implements AdapterTune {
    public static final Prompt DEFAULTS = new Prompt(
            PromptShape.DEFAULTS, new Steps(3e-2, 5, 32, "adamw", 0, "linear", 0.06, 1, 1, 3, 0.1, 0.1).least(100));
    public static final Prompt PICTURES = new Prompt(
            PromptShape.DEFAULTS, new Steps(3e-2, 12, 32, "adamw", 0, "cosine", 0.1, 1, 1, 5, 0.1, 0.1).least(100));

    @Override
    public String name() {
        return "prompt";
    }

    @Override
    public String title() {
        return "the head and vectors among those of the input's tokens; transformers only";
    }

    @Override
    public boolean needsAttention() {
        return true;
    }

    @Override
    public Optional<AdapterShape> adapter() {
        return Optional.of(prompt);
    }
}
