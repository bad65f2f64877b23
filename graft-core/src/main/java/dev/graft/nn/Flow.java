package dev.graft.nn;

import dev.graft.engine.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What moves between stages: named tensors, as {@code hidden} (N, T, D) with {@code mask} (N, T), or {@code map} (N, C,
 * H, W), and at the end {@code pooled} (N, D) and {@code logits} (N, K).
 */
public record Flow(Map<String, Tensor> parts) {
    /** Pixels (N, C, H, W) F32, prepared; a picture's input. */
    public static final String PIXELS = "pixels";
    /** What a stage of a vision network gives: (N, C, H, W), or tokens (N, T, D). */
    public static final String MAP = "map";
    /** Token ids (N, T) I64; a text's input. */
    public static final String IDS = "ids";
    /** Which of two texts a token belongs to (N, T) I64. */
    public static final String TYPES = "types";
    /** 1 where a token is, 0 where a row is padded (N, T) F32. */
    public static final String MASK = "mask";
    /** To which example each row belongs (N) I64, where a long example has several rows. */
    public static final String OWNERS = "owners";
    /** Columns of the terms of a text (N, L) I64, padded with 0. */
    public static final String TERMS = "terms";
    /** How much each of these terms counts (N, L) F32, 0 where a row is padded. */
    public static final String TERM_VALUES = "termValues";
    /** One vector per token (N, T, D). */
    public static final String HIDDEN = "hidden";
    /** One vector per example (N, D) F32: the features. */
    public static final String POOLED = "pooled";
    /** A head's answer before it is decoded (N, K) F32. */
    public static final String LOGITS = "logits";

    public Flow {
        parts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    public static Flow of(String name, Tensor tensor) {
        return new Flow(Map.of(name, tensor));
    }

    /** @throws IllegalArgumentException where this flow has no such part */
    public Tensor get(String name) {
        Tensor part = parts.get(name);
        if (part == null) {
            throw new IllegalArgumentException("no part '" + name + "' in a flow of " + parts.keySet());
        }
        return part;
    }

    public boolean has(String name) {
        return parts.containsKey(name);
    }

    /** This flow with one part added or replaced. */
    public Flow with(String name, Tensor tensor) {
        Map<String, Tensor> more = new LinkedHashMap<>(parts);
        more.put(name, tensor);
        return new Flow(more);
    }

    /** This flow without one part. */
    public Flow without(String name) {
        Map<String, Tensor> fewer = new LinkedHashMap<>(parts);
        fewer.remove(name);
        return new Flow(fewer);
    }
}
