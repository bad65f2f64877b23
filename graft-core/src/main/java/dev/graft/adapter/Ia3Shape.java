package dev.graft.adapter;

import dev.graft.backbone.Backbone;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Learned factors, 1 in the beginning, on keys, values and what enters the second layer of the feed-forward part; in a BERT
 * also on what enters the last layer of attention, whose name ends alike: so PEFT has it. Source:
 * Liu et al., "Few-Shot Parameter-Efficient Fine-Tuning is Better and Cheaper than In-Context Learning" ((IA)^3), NeurIPS
 * 2022, section 3.3.
 *
 * @param targets last parts of layers' names, globs or regular expressions; none for the usual ones
 * @param feedforward those of the targets whose inputs and not whose outputs are scaled; none for the usual ones where
 *     there are no targets either
 */
public record Ia3Shape(List<String> targets, List<String> feedforward) implements AdapterShape {
    public static final Ia3Shape DEFAULTS = new Ia3Shape(List.of(), List.of());

    public Ia3Shape {
        targets = List.copyOf(targets);
        feedforward = List.copyOf(feedforward);
    }

    @Override
    public Adapter on(Backbone body) {
        List<String> wanted = wanted(body);
        List<Site> sites = Site.named(body, wanted);
        List<Site> before = Site.named(body, "feedforward", before(body));
        before.forEach(site -> Check.that(
                sites.contains(site), "feedforward: " + site.name() + " is none of the targets; name it there too"));
        List<Piece> pieces = sites.stream()
                .map(site -> (Piece) new Ia3Piece(site, before.contains(site)))
                .toList();
        return new Adapter(this, body.fingerprint(), pieces);
    }

    private List<String> wanted(Backbone body) {
        return targets.isEmpty() ? Family.of(body).scaled(body) : targets;
    }

    private List<String> before(Backbone body) {
        return targets.isEmpty() && feedforward.isEmpty() ? Family.of(body).scaledBefore() : feedforward;
    }

    @Override
    public Map<String, Object> peft(Backbone body) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("peft_type", "IA3");
        config.put("target_modules", PeftConfig.modules(body, wanted(body)));
        config.put("feedforward_modules", PeftConfig.modules(body, before(body)));
        config.put("fan_in_fan_out", false);
        config.put("init_ia3_weights", true);
        return config;
    }

    static Ia3Shape read(PeftConfig config) throws BadInput {
        config.refuse("fan_in_fan_out");
        return new Ia3Shape(config.names("target_modules"), config.names("feedforward_modules"));
    }
}
