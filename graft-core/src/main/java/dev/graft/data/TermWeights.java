package dev.graft.data;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Terms of a training part, and how much each counts: ln((1 + texts) / (1 + texts with it)) + 1. A row is the terms'
 * counts times that, made of length 1. Source: scikit-learn's {@code TfidfVectorizer} with {@code smooth_idf}.
 *
 * @param terms what a text is counted in
 * @param columns the place of each term in a row
 * @param rarity how much the term of each column counts
 * @param sublinear whether a term that occurs n times counts 1 + ln n times instead of n
 */
public record TermWeights(Terms terms, Map<String, Integer> columns, double[] rarity, boolean sublinear) {
    /** Of some texts, in what fits them. @param minimumTexts terms that occur in fewer texts are left out */
    public static TermWeights of(List<Text> texts, boolean sublinear, int minimumTexts) {
        Terms terms = Terms.fitting(texts);
        return of(terms, texts.parallelStream().map(terms::of).toList(), sublinear, minimumTexts);
    }

    static TermWeights of(Terms terms, Collection<List<String>> texts, boolean sublinear, int minimumTexts) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, Integer> last = new HashMap<>();
        int text = 0;
        for (List<String> counted : texts) {
            int now = text++;
            for (String term : counted) {
                Integer before = last.put(term, now);
                if (before == null || before != now) {
                    counts.merge(term, 1, Integer::sum);
                }
            }
        }
        Map<String, Integer> columns = new HashMap<>();
        double[] rarity = new double[counts.size()];
        for (Map.Entry<String, Integer> term : counts.entrySet()) {
            if (term.getValue() >= minimumTexts) {
                rarity[columns.size()] = Math.log((1.0 + text) / (1 + term.getValue())) + 1;
                columns.put(term.getKey(), columns.size());
            }
        }
        return new TermWeights(terms, columns, Arrays.copyOf(rarity, columns.size()), sublinear);
    }

    /** How many terms there are. */
    public int size() {
        return rarity.length;
    }

    /** Of one text, by rising column; empty if it has none of the terms. */
    public SparseRows.Row row(Text text) {
        return row(terms.of(text));
    }

    SparseRows.Row row(List<String> counted) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (String term : counted) {
            Integer column = columns.get(term);
            if (column != null) {
                counts.merge(column, 1, Integer::sum);
            }
        }
        int[] at = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
        double[] values = new double[at.length];
        double square = 0;
        for (int i = 0; i < at.length; i++) {
            int count = counts.get(at[i]);
            values[i] = (sublinear ? 1 + Math.log(count) : count) * rarity[at[i]];
            square += values[i] * values[i];
        }
        for (int i = 0; i < at.length; i++) {
            values[i] /= Math.sqrt(square);
        }
        return new SparseRows.Row(at, values);
    }

    /** Of many texts, on all cores. */
    public SparseRows rows(List<Text> texts) {
        return SparseRows.of(texts.parallelStream().map(this::row).toList(), size());
    }
}
