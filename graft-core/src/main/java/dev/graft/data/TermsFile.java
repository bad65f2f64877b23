package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Terms and how much they count, as a bundle holds them.
 *
 * @param terms what a text is counted in
 * @param sublinear whether a term that occurs n times counts 1 + ln n times instead of n
 * @param vocabulary the terms in the order of their columns
 * @param rarity how much each counts
 */
public record TermsFile(Terms terms, boolean sublinear, List<String> vocabulary, double[] rarity) {
    public static final String NAME = "terms.json";

    /** Escaped, since half of a pair of UTF-16 units may be a term, and has no bytes of its own. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    static TermsFile of(TermWeights weights) {
        String[] vocabulary = new String[weights.size()];
        weights.columns().forEach((term, column) -> vocabulary[column] = term);
        return new TermsFile(weights.terms(), weights.sublinear(), List.of(vocabulary), weights.rarity());
    }

    /** One JSON object; {@link #read} reads it back. */
    public static byte[] json(TermWeights weights) {
        return JSON.writeValueAsBytes(of(weights));
    }

    /** @throws BadInput where the file is none of these */
    public static TermWeights read(Path file) throws IOException {
        try {
            TermsFile read = JSON.readValue(ByteSource.whole(file, ByteSource.BUDGET), TermsFile.class);
            if (read != null) {
                return read.weights(file);
            }
        } catch (JacksonException e) {
            throw damaged(file);
        }
        throw damaged(file);
    }

    private TermWeights weights(Path file) throws BadInput {
        if (terms == null || vocabulary == null || rarity == null || vocabulary.size() != rarity.length) {
            throw damaged(file);
        }
        Map<String, Integer> columns = new HashMap<>();
        for (String term : vocabulary) {
            if (term == null || columns.put(term, columns.size()) != null) {
                throw damaged(file);
            }
        }
        return new TermWeights(terms, columns, rarity, sublinear);
    }

    private static BadInput damaged(Path file) {
        return new BadInput(
                file.toString(), "is damaged: it is no list of terms. Take the bundle from its source again.");
    }
}
