package dev.graft.transfer;

import dev.graft.adapter.AdapterShape;
import dev.graft.adapter.LoraShape;
import java.util.Optional;

/**
 * Trains the head and a change of low rank beside some layers. Source: Hu et al., "LoRA", ICLR 2022; appendix D.1 for
 * rates of 4e-4 to 5e-4 and a warm-up of 6 % on RoBERTa.
 *
 * @param lora what is put beside which layers
 * @param steps rates and lengths
 */
public record Lora(LoraShape lora, Steps steps) implements AdapterTune {
    public static final Lora DEFAULTS = new Lora(
            LoraShape.DEFAULTS, new Steps(1e-3, 5, 32, "adamw", 0.01, "linear", 0.06, 1, 1, 3, 2.5, 0.1).least(100));
    public static final Lora PICTURES = new Lora(
            LoraShape.DEFAULTS, new Steps(1e-3, 12, 32, "adamw", 0.01, "cosine", 0.1, 1, 1, 5, 5, 0.1).least(100));

    /** As published by Liu et al., ICML 2024: directions and lengths of weights apart. */
    public Lora dora() {
        return new Lora(lora.dora(true), steps);
    }

    @Override
    public String name() {
        return lora.dora() ? "dora" : "lora";
    }

    @Override
    public String title() {
        return lora.dora()
                ? "as lora, the length of each output's weights learned apart"
                : "the head and a change of low rank beside some layers, kept in a small file over the network";
    }

    @Override
    public Optional<AdapterShape> adapter() {
        return Optional.of(lora);
    }
}
