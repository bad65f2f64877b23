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
 * Learned keys and values that every token sees before those of the text or picture, in each layer, without a network that
 * makes them. Source: Li and Liang, "Prefix-Tuning", ACL 2021, section 4; as Liu et al., "P-Tuning v2", ACL 2022,
 * uses them in encoders. Unlike in PEFT the positions of the text stay as they are.
 *
 * @param tokens keys and values in each layer, at least 1
 */
public record PrefixShape(int tokens) implements AdapterShape {
    public static final PrefixShape DEFAULTS = new PrefixShape(20);

    public PrefixShape {
        Check.atLeast("tokens", tokens, 1);
    }

    @Override
    public Adapter on(Backbone body) {
        List<String> names = Family.of(body).keysAndValues();
        if (names.isEmpty()) {
            throw new BadArgument(
                    "prefix needs a transformer, which " + body.name() + " is not; choose --strategy lora");
        }
        List<Site> keys = Site.named(body, List.of(names.get(0)));
        boolean joined = names.size() == 1;
        PrefixPiece piece = joined
                ? new PrefixPiece(keys, tokens)
                : new PrefixPiece(keys, Site.named(body, List.of(names.get(1))), tokens);
        return new Adapter(this, body.fingerprint(), List.of(piece));
    }

    @Override
    public Optional<String> apart() {
        return Optional.of("PEFT counts the positions of the text on from the prefix, and Graft from the beginning");
    }

    @Override
    public Map<String, Object> peft(Backbone body) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("peft_type", "PREFIX_TUNING");
        config.put("num_virtual_tokens", tokens);
        config.put("token_dim", body.width());
        config.put("num_layers", body.stages().count() - 1);
        config.put("num_transformer_submodules", 1);
        config.put("encoder_hidden_size", body.width());
        config.put("prefix_projection", false);
        return config;
    }

    static PrefixShape read(PeftConfig config) throws BadInput {
        config.refuse("prefix_projection");
        return new PrefixShape(config.whole("num_virtual_tokens"));
    }
}
