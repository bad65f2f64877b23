package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldsTest {

    @Test
    void testsEveryExampleOnceInFoldsOfEqualSizeAndClasses() throws Exception {
        Samples<Text> data = Texts.counts(23, 14, 6);
        List<Split<Text>> splits = new Folds(5, 1).of(data, 42);

        List<String> tested = new ArrayList<>();
        for (Split<Text> split : splits) {
            tested.addAll(SplitTest.places(split.test()));
            assertThat(split.test().size()).isBetween(8, 9);
            assertThat(Facts.of(split.test()).counts().get("a")).isBetween(4, 5);
            assertThat(Facts.of(split.test()).counts().get("c")).isBetween(1, 2);
            assertThat(split.train().size() + split.test().size()).isEqualTo(43);
        }
        assertThat(tested).containsExactlyInAnyOrderElementsOf(SplitTest.places(data));
    }

    @Test
    void repeatsWithOtherFolds() throws Exception {
        List<Split<Text>> splits = new Folds(4, 3).of(Texts.counts(20, 20), 42);

        assertThat(splits).hasSize(12);
        assertThat(SplitTest.places(splits.get(0).test()))
                .isNotEqualTo(SplitTest.places(splits.get(4).test()));
    }

    @Test
    void keepsDuplicatesInOneFold() throws Exception {
        Samples<Text> data =
                Texts.of("one", "a", "One", "a", "two", "a", "three", "b", "THREE", "b", "four", "b", "five", "b");
        for (Split<Text> split : new Folds(3, 2).of(data, 1)) {
            assertThat(Duplicates.across(split.train(), split.test()).isEmpty()).isTrue();
        }
    }

    @Test
    void leavesOneInputOutWithItsDuplicates() throws Exception {
        List<Split<Text>> splits =
                Folds.leaveOneOut(Texts.of("one", "a", "two", "a", "ONE", "a", "three", "b", "four", "b"));

        assertThat(splits).extracting(split -> split.test().size()).containsExactly(2, 1, 1, 1);
    }

    @Test
    void saysHowManyExamplesAreNeeded() {
        assertThatThrownBy(() -> new Folds(10, 1).of(Texts.counts(3, 3), 42))
                .hasMessageContaining("6 different examples are too few for 10 folds; wanted at least 10");
        assertThatThrownBy(() -> new Folds(2, 1).of(Texts.counts(5, 1), 42))
                .hasMessageContaining("'b', with one example only");
        assertThatThrownBy(() -> new Folds(1, 1)).hasMessage("folds must be at least 2, was 1");
    }
}
