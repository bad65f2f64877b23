package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Golden values: scikit-learn 1.9.1, {@code TfidfVectorizer(ngram_range=(1, 2), min_df, sublinear_tf)}. */
class TermWeightsTest {
    private static final List<List<String>> TEXTS = List.of(
                    "The film is good, a good film!",
                    "Not good: the plot is thin",
                    "A thin plot_2 and the naïve film",
                    "Bad.")
            .stream()
            .map(text -> Terms.WORDS.of(Text.of(text)))
            .toList();

    private static Map<String, Double> weights(TermWeights weights, List<String> terms) {
        SparseRows.Row row = weights.row(terms);
        Map<String, Double> named = new HashMap<>();
        weights.columns().forEach((term, column) -> {
            for (int e = 0; e < row.at().length; e++) {
                if (row.at()[e] == column) {
                    named.put(term, row.values()[e]);
                }
            }
        });
        return named;
    }

    @Test
    void findsScikitLearnsTerms() {
        assertThat(TermWeights.of(Terms.WORDS, TEXTS, false, 1).columns())
                .containsOnlyKeys(
                        "and",
                        "and the",
                        "bad",
                        "film",
                        "film is",
                        "good",
                        "good film",
                        "good good",
                        "good the",
                        "is",
                        "is good",
                        "is thin",
                        "naïve",
                        "naïve film",
                        "not",
                        "not good",
                        "plot",
                        "plot is",
                        "plot_2",
                        "plot_2 and",
                        "the",
                        "the film",
                        "the naïve",
                        "the plot",
                        "thin",
                        "thin plot_2");
        assertThat(TermWeights.of(Terms.WORDS, TEXTS, false, 2).columns())
                .containsOnlyKeys("film", "good", "is", "the", "thin");
    }

    @Test
    void rarityIsTheSmoothLogarithm() {
        TermWeights weights = TermWeights.of(Terms.WORDS, TEXTS, false, 2);

        // ln((1 + 4) / (1 + 3)) + 1 and ln((1 + 4) / (1 + 2)) + 1
        assertThat(weights.rarity()[weights.columns().get("the")]).isEqualTo(1.223143551, within(1e-9));
        assertThat(weights.rarity()[weights.columns().get("film")]).isEqualTo(1.510825624, within(1e-9));
    }

    @Test
    void rowsAreScikitLearns() {
        TermWeights plain = TermWeights.of(Terms.WORDS, TEXTS, false, 2);
        TermWeights sublinear = TermWeights.of(Terms.WORDS, TEXTS, true, 2);

        assertNear(
                weights(plain, TEXTS.get(0)),
                Map.of("the", 0.260541724, "film", 0.643641726, "is", 0.321820863, "good", 0.643641726));
        assertNear(
                weights(sublinear, TEXTS.get(0)),
                Map.of("the", 0.297832764, "film", 0.622879584, "is", 0.367882716, "good", 0.622879584));
        assertNear(weights(plain, TEXTS.get(2)), Map.of("the", 0.496816117, "film", 0.613666744, "thin", 0.613666744));
        assertThat(weights(plain, TEXTS.get(3))).isEmpty();
    }

    private static void assertNear(Map<String, Double> found, Map<String, Double> wanted) {
        assertThat(found.keySet()).isEqualTo(wanted.keySet());
        wanted.forEach((term, weight) -> assertThat(found.get(term)).as(term).isEqualTo(weight, within(1e-9)));
    }

    @Test
    void aPairSharesItsTermsButNoneReachesOver() {
        assertThat(Terms.WORDS.of(Text.pair("Good film", "bad film")))
                .containsExactly("good", "film", "good film", "bad", "film", "bad film");
    }

    @Test
    void charactersAreRunsOfUpToThreeWholeOnes() {
        assertThat(Terms.CHARACTERS.of(Text.of("好  𠀀A")))
                .containsExactly("好", " ", "𠀀", "a", "好 ", " 𠀀", "𠀀a", "好 𠀀", " 𠀀a");
    }

    @Test
    void scriptsWithoutBlanksAreCountedInCharacters() {
        assertThat(Terms.fitting(List.of(Text.of("酒店很好。 下次再来"), Text.of("房间很差"))))
                .isEqualTo(Terms.CHARACTERS);
        assertThat(Terms.fitting(List.of(Text.of("a fine hotel"), Text.of("good"), Text.of("bad room"))))
                .isEqualTo(Terms.WORDS);
        assertThat(Terms.fitting(List.of(Text.of("ein Hotel 酒店"), Text.of("rooms are fine"))))
                .isEqualTo(Terms.WORDS);
    }
}
