package dev.graft.adapter;

import dev.graft.backbone.Backbone;
import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.data.Modality;
import dev.graft.nn.Layer;
import dev.graft.nn.LayerNorm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Learned vectors among those of a text's tokens, as if they were words, or among those of a picture's patches. Source:
 * Lester et al., "The Power of Scale for Parameter-Efficient Prompt Tuning", EMNLP 2021, section 2; for pictures Jia et
 * al., "Visual Prompt Tuning", ECCV 2022, section 3.2, VPT-shallow. Unlike in PEFT the positions of the text stay as they
 * are, the vectors have none, and features are of the input's own tokens.
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
                    "prompt needs a transformer, which " + body.name() + " is not; choose --strategy lora");
        }
        Optional<Layer> last =
                body.input().modality() == Modality.IMAGE ? Optional.of(lastNorm(body)) : Optional.empty();
        PromptPiece piece = new PromptPiece(body.stage(0), last, tokens, body.width());
        return new Adapter(this, body.fingerprint(), List.of(piece));
    }

    private static Layer lastNorm(Backbone body) {
        List<Layer> norms = new ArrayList<>();
        body.stage(body.stages().count() - 1).visitLayers(layer -> {
            if (layer instanceof LayerNorm) {
                norms.add(layer);
            }
        });
        return norms.get(norms.size() - 1);
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
