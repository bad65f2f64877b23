package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {

    @Test
    void sortsNumbersAsNumbersAndNamesByCodePoint() {
        assertThat(Labels.of(List.of("10", "9", "-1", "9")).names()).containsExactly("-1", "9", "10");
        assertThat(Labels.of(List.of("10", "9", "x")).names()).containsExactly("10", "9", "x");
        assertThat(Labels.of(List.of("\ud83d\ude00", "\uffee", "猫", "b", "B")).names())
                .containsExactly("B", "b", "猫", "\uffee", "\ud83d\ude00");
    }

    @Test
    void findsEachNameAtItsIndex() {
        Labels labels = Labels.of(List.of("spam", "ham"));

        assertThat(labels.index("spam")).isEqualTo(1);
        assertThat(labels.name(0)).isEqualTo("ham");
        assertThatThrownBy(() -> labels.index("spma")).hasMessageContaining("did you mean 'spam'?");
    }

    @Test
    void warnsOfNamesThatLookLikeOneClass() {
        assertThat(warnings("Spam", "spam")).singleElement().asString().contains("upper and lower case");
        assertThat(warnings("caf\u00e9", "cafe\u0301"))
                .singleElement()
                .asString()
                .contains("NFC");
        assertThat(warnings("1", "1.0")).singleElement().asString().contains("same number");
        assertThat(warnings(" 1", "1")).singleElement().asString().contains("same number");
        assertThat(warnings("a b", "a  b")).singleElement().asString().contains("blanks");
        assertThat(warnings("yes", "no")).isEmpty();
    }

    @Test
    void warnsOfNamesThatMarkMissingValues() {
        assertThat(warnings("NaN", "cat")).singleElement().asString().contains("'NaN'", "missing value");
    }

    private static List<String> warnings(String... names) {
        return Labels.of(List.of(names)).warnings();
    }
}
