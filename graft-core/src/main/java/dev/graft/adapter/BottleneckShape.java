package dev.graft.adapter;

import dev.graft.backbone.Backbone;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two small layers after a layer, narrow between them, added to what passes. After attention and the feed-forward part
 * as Houlsby et al., "Parameter-Efficient Transfer Learning for NLP", ICML 2019, section 2.1, have them; after the
 * feed-forward part alone as Pfeiffer et al., "AdapterFusion", EACL 2021, with {@code targets} of
 * {@code .*layer\\.[0-9]+\\.output\\.dense} in a BERT, whose attention ends in a layer of that name too. Around convolutions they are
 * convolutions of one pixel, as in Rebuffi et al., NeurIPS 2017.
 *
 * @param reduction how many times narrower than the layer's output, at least 1
 * @param targets last parts of the names of layers that one follows, globs or regular expressions; none for the usual ones
 */
public record BottleneckShape(int reduction, List<String> targets) implements AdapterShape {
    public static final BottleneckShape DEFAULTS = new BottleneckShape(16, List.of());

    public BottleneckShape {
        Check.atLeast("reduction", reduction, 1);
        targets = List.copyOf(targets);
    }

    @Override
    public Adapter on(Backbone body) {
        List<Site> sites = Site.named(body, wanted(body));
        sites.forEach(this::check);
        List<Piece> pieces = sites.stream()
                .map(site -> (Piece) new BottleneckPiece(site, site.layer().out() / reduction))
                .toList();
        return new Adapter(this, body.fingerprint(), pieces);
    }

    private void check(Site site) {
        int out = site.layer().out();
        Check.that(
                reduction <= out,
                "reduction must be at most " + out + ", the width of layer " + site.name() + ", was " + reduction);
    }

    private List<String> wanted(Backbone body) {
        return targets.isEmpty() ? Family.of(body).followed(body, reduction) : targets;
    }

    @Override
    public boolean isPefts() {
        return false;
    }

    /** PEFT has no such adapters; the keys are those of its fork LLM-Adapters. */
    @Override
    public Map<String, Object> peft(Backbone body) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("peft_type", "BOTTLENECK");
        config.put("reduction_factor", reduction);
        config.put("non_linearity", "gelu");
        config.put("target_modules", PeftConfig.modules(body, wanted(body)));
        return config;
    }

    static BottleneckShape read(PeftConfig config) throws BadInput {
        config.refuseOther("non_linearity", "gelu");
        return new BottleneckShape(config.whole("reduction_factor"), config.names("target_modules"));
    }
}
