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
 * A change of low rank beside weights: W x + (alpha / rank) B A x. Of a convolution, A takes the whole window to
 * {@code rank} channels and B these to its own. With {@code dora} each output's weights keep a length that is learned
 * apart. Source: Hu et al., "LoRA", ICLR 2022, section 4.1; Liu et al., "DoRA: Weight-Decomposed Low-Rank Adaptation",
 * ICML 2024, section 4.
 *
 * @param rank r, at least 1 and at most the width of every layer that is changed
 * @param alpha what the change is multiplied by, over {@code rank}; above 0
 * @param dropout share of the change's input that is dropped while training, in [0, 1)
 * @param targets last parts of layers' names as {@code query}, globs or regular expressions; none for the usual ones:
 *     queries and values, or all convolutions
 * @param dora whether direction and length of the weights are learned apart
 */
public record LoraShape(int rank, double alpha, double dropout, List<String> targets, boolean dora)
        implements AdapterShape {
    /** PEFT's. */
    public static final LoraShape DEFAULTS = new LoraShape(8, 8, 0, List.of(), false);

    public LoraShape {
        Check.atLeast("rank", rank, 1);
        Check.positive("alpha", alpha);
        Check.share("dropout", dropout);
        targets = List.copyOf(targets);
    }

    public LoraShape dora(boolean on) {
        return new LoraShape(rank, alpha, dropout, targets, on);
    }

    double scale() {
        return alpha / rank;
    }

    @Override
    public Adapter on(Backbone body) {
        List<String> wanted = wanted(body);
        Check.that(
                !wanted.isEmpty(),
                "rank " + rank + " is above the width of every layer of " + body.name() + "; lower it");
        List<Site> sites = Site.named(body, wanted);
        sites.forEach(this::check);
        List<Piece> pieces = sites.stream()
                .map(site -> dora ? new DoraPiece(site, this) : new LoraPiece(site, this))
                .map(piece -> (Piece) piece)
                .toList();
        return new Adapter(this, body.fingerprint(), pieces);
    }

    @Override
    public Optional<String> leaves(Backbone body) {
        int all = targets.isEmpty()
                ? Family.of(body).lora(body, Math.min(rank, DEFAULTS.rank)).size()
                : 0;
        int left = all - wanted(body).size();
        return targets.isEmpty() && left > 0
                ? Optional.of("rank " + rank + " is above the width of " + left + " of " + all
                        + " layers, which stay as they are")
                : Optional.empty();
    }

    private List<String> wanted(Backbone body) {
        return targets.isEmpty() ? Family.of(body).lora(body, rank) : targets;
    }

    private void check(Site site) {
        Check.that(
                site.layer().groups() == 1,
                "targets: " + site.name() + " is a convolution in groups, which LoRA does not change; leave it out");
        if (rank > site.width()) {
            throw new BadArgument("rank must be at most " + site.width() + ", the width of layer " + site.name()
                    + ", was " + rank + "; lower it, or leave the layer out of targets");
        }
    }

    @Override
    public Map<String, Object> peft(Backbone body) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("peft_type", "LORA");
        config.put("r", rank);
        config.put("lora_alpha", PeftConfig.number(alpha));
        config.put("lora_dropout", dropout);
        config.put("target_modules", PeftConfig.modules(body, wanted(body)));
        config.put("use_dora", dora);
        config.put("use_rslora", false);
        config.put("bias", "none");
        config.put("fan_in_fan_out", false);
        config.put("init_lora_weights", true);
        return config;
    }

    static LoraShape read(PeftConfig config) throws BadInput {
        config.refuse("use_rslora", "fan_in_fan_out", "rank_pattern", "alpha_pattern", "layers_to_transform");
        config.refuseOther("bias", "none");
        config.refuseLike("init_lora_weights", "(pissa|olora|corda|loftq).*"); // change the base's weights too
        return new LoraShape(
                config.whole("r"),
                config.number("lora_alpha", 8),
                config.number("lora_dropout", 0),
                config.names("target_modules"),
                config.is("use_dora"));
    }
}
