package dev.graft.adapter;

import dev.graft.backbone.Backbone;
import java.util.List;

/**
 * What a kind of network calls the layers that papers put adapters around. Of a network of convolutions it is all layers
 * in which each output sees all channels.
 */
enum Family {
    /** RoBERTa and MiniLM too. Defaults as in PEFT 0.15, {@code utils/constants.py}. */
    BERT(
            List.of("query", "value"),
            List.of("key", "value", "output.dense"),
            List.of("output.dense"),
            List.of("attention.output.dense", "output.dense"),
            List.of("key", "value")),
    DISTILBERT(
            List.of("q_lin", "v_lin"),
            List.of("k_lin", "v_lin", "ffn.lin2"),
            List.of("ffn.lin2"),
            List.of("attention.out_lin", "ffn.lin2"),
            List.of("k_lin", "v_lin")),
    /** Vision transformers have queries, keys and values in one layer. */
    TIMM(
            List.of("attn.qkv"),
            List.of("attn.qkv", "mlp.fc2"),
            List.of("mlp.fc2"),
            List.of("attn.proj", "mlp.fc2"),
            List.of("attn.qkv")),
    TORCHVISION(
            List.of("self_attention.in_proj"),
            List.of("self_attention.in_proj", "mlp.3"),
            List.of("mlp.3"),
            List.of("self_attention.out_proj", "mlp.3"),
            List.of("self_attention.in_proj")),
    CONVOLUTIONS(List.of(), List.of(), List.of(), List.of(), List.of());

    private final List<String> lora;
    private final List<String> scaled;
    private final List<String> scaledBefore;
    private final List<String> followed;
    private final List<String> keysAndValues;

    Family(
            List<String> lora,
            List<String> scaled,
            List<String> scaledBefore,
            List<String> followed,
            List<String> keysAndValues) {
        this.lora = lora;
        this.scaled = scaled;
        this.scaledBefore = scaledBefore;
        this.followed = followed;
        this.keysAndValues = keysAndValues;
    }

    static Family of(Backbone body) {
        List<Site> sites = Site.all(body);
        for (Family family : values()) {
            boolean fits = !family.lora.isEmpty()
                    && family.lora.stream()
                            .allMatch(target -> sites.stream().anyMatch(site -> Site.matches(target, site.name())));
            if (fits) {
                return family;
            }
        }
        return CONVOLUTIONS;
    }

    /** Layers that get a change of a rank. */
    List<String> lora(Backbone body, int rank) {
        return this == CONVOLUTIONS ? whole(body, rank) : lora;
    }

    /** Layers whose outputs, or inputs where {@link #scaledBefore} names them, are scaled. */
    List<String> scaled(Backbone body) {
        return this == CONVOLUTIONS ? whole(body, 1) : scaled;
    }

    List<String> scaledBefore() {
        return scaledBefore;
    }

    /** Layers that a bottleneck follows. @param reduction how many times narrower it is */
    List<String> followed(Backbone body, int reduction) {
        return this == CONVOLUTIONS ? whole(body, reduction) : followed;
    }

    /** Layers that give keys, then those that give values, or those that give queries, keys and values; else none. */
    List<String> keysAndValues() {
        return keysAndValues;
    }

    /** Not those that squeeze the channels to fewer than {@code least}: nothing narrower fits beside them. */
    private static List<String> whole(Backbone body, int least) {
        return Site.all(body).stream()
                .filter(site -> site.layer().groups() == 1 && site.width() >= least)
                .map(Site::name)
                .toList();
    }
}
