package dev.graft.adapter;

import dev.graft.backbone.Backbone;
import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Learned vectors that stand before those of a text's tokens, as if they were words. Source: Lester et al., "The Power of
 * Scale for Parameter-Efficient Prompt Tuning", EMNLP 2021, section 2. Unlike in PEFT the positions of the text stay as
 * they are, the vectors have none, and features are of the text's own tokens.
 *
 * @param tokens how many there are, at least 1
 */
public record PromptShape(int tokens) implements AdapterShape {
    public static final PromptShape DEFAULTS = new PromptShape(20);

    public PromptShape {
        Check.atLeast("tokens", tokens, 1);
    }

    @Override
    public Adapter on(Backbone body) {
        if (Family.of(body).keysAndValues().isEmpty()) {
            throw new BadArgument(
                    "prompt needs an encoder of texts, which " + body.name() + " is not; choose --strategy lora");
        }
        return new Adapter(this, body.fingerprint(), List.of(new PromptPiece(body.stage(0), tokens, body.width())));
    }

    @Override
    public Optional<String> apart() {
        return Optional.of("PEFT counts the positions of the text on from the prompt, and Graft from the beginning");
    }

    @Override
    public Map<String, Object> peft(Backbone body) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("peft_type", "PROMPT_TUNING");
        config.put("num_virtual_tokens", tokens);
        config.put("token_dim", body.width());
        config.put("num_layers", body.stages().count() - 1);
        config.put("num_transformer_submodules", 1);
        config.put("prompt_tuning_init", "RANDOM");
        return config;
    }

    static PromptShape read(PeftConfig config) throws BadInput {
        return new PromptShape(config.whole("num_virtual_tokens"));
    }
}
