package dev.graft.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a model comes from, so that it can be made again.
 *
 * @param version of Graft
 * @param backbone name of the network it began with
 * @param backboneSha256 of that network's weights as they were loaded
 * @param backboneSource a Maven coordinate or a folder's name
 * @param backboneLicence of those weights
 * @param dataSha256 of the training examples
 * @param examples it was trained on
 * @param strategy that made it, with all its numbers
 * @param seed of the run
 * @param threads of the run: another number gives other bits
 * @param engine version and platform
 * @param bodyTrained whether the body differs from the backbone it began with
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Provenance(
        String version,
        String backbone,
        String backboneSha256,
        String backboneSource,
        String backboneLicence,
        String dataSha256,
        int examples,
        Map<String, Object> strategy,
        long seed,
        int threads,
        String engine,
        boolean bodyTrained) {
    /** The same with more to say of the strategy. */
    public Provenance telling(Map<String, Object> more) {
        Map<String, Object> how = new LinkedHashMap<>(strategy);
        how.putAll(more);
        return new Provenance(
                version,
                backbone,
                backboneSha256,
                backboneSource,
                backboneLicence,
                dataSha256,
                examples,
                how,
                seed,
                threads,
                engine,
                bodyTrained);
    }

    /** Of a model that is not to be saved. */
    public static final Provenance UNKNOWN = new Provenance("", "", "", "", "", "", 0, Map.of(), 0, 0, "", true);

    /** The same, of a model whose body is not the one that it began with. */
    Provenance withBodyTrained() {
        return new Provenance(
                version,
                backbone,
                backboneSha256,
                backboneSource,
                backboneLicence,
                dataSha256,
                examples,
                strategy,
                seed,
                threads,
                engine,
                true);
    }
}
