package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingCheckTest {

    @Test
    void countsClassesAndTheirImbalance() throws Exception {
        Facts facts = TrainingCheck.of(Texts.counts(30, 2));

        assertThat(facts.counts()).containsEntry("a", 30).containsEntry("b", 2);
        assertThat(facts.imbalance()).isEqualTo(15);
        assertThat(facts.warnings()).singleElement().asString().contains("15 times", "macro F1");
        assertThat(Facts.of(200, 3).counts().values()).containsExactly(67, 67, 66);
    }

    @Test
    void countsEmptyTexts() throws Exception {
        Facts facts = TrainingCheck.of(Texts.of("", "a", " ", "a", "x", "b", "y", "b"));

        assertThat(facts.blankShare()).isEqualTo(0.5);
        assertThat(facts.warnings()).containsExactly("2 of 4 texts are empty");
    }

    @Test
    void wondersAtSeveralLabelsThatAreAlwaysOne() throws Exception {
        Target one = new Target.LabelSet(List.of("a;b"));
        Target two = new Target.LabelSet(List.of("a", "b"));
        assertThat(TrainingCheck.of(targets(one, 5)).warnings())
                .singleElement()
                .asString()
                .contains("no example has more than one label");
        assertThat(TrainingCheck.of(targets(two, 5)).warnings()).isEmpty();
    }

    @Test
    void refusesWhatCannotBeLearned() {
        assertThatThrownBy(() -> TrainingCheck.of(Texts.counts(5)))
                .hasMessageContaining("one class only, 'a', in all 5 examples");
        assertThatThrownBy(() -> TrainingCheck.of(Texts.counts(5, 1)))
                .hasMessageContaining("class 'b', with one example only; wanted 2 at least");
        assertThatThrownBy(() -> TrainingCheck.of(Texts.of("a", "1", "b", "7", "c", "9", "d", "9")))
                .hasMessageContainingAll("2 classes, such as '1'", "--task regression");
        assertThatThrownBy(() -> TrainingCheck.of(Texts.counts(2, 1)))
                .hasMessageContaining("3 labeled examples are too few; wanted at least 4");
        assertThatThrownBy(() -> TrainingCheck.of(Texts.counts(5, 5), 20)).hasMessageContaining("wanted at least 20");
        assertThatThrownBy(() -> TrainingCheck.of(numbers(1, 1, 1, 1)))
                .hasMessageContaining("the number to learn is 1.0 in all examples");
        assertThatThrownBy(() -> TrainingCheck.of(targets(new Target.Unlabeled(), 5)))
                .hasMessageContaining("none of its 5 examples has a label");
        assertThatThrownBy(() -> TrainingCheck.of(targets(new Target.LabelSet(List.of()), 5)))
                .hasMessageContaining("no example has any label");
    }

    @Test
    void acceptsNumbersThatDiffer() throws Exception {
        assertThat(TrainingCheck.of(numbers(1, 2, 3, 4)).most()).isEqualTo(4);
    }

    @Test
    void namesAClassThatIsOnlyInTheTestPart() throws Exception {
        TrainingCheck.covers(Texts.counts(3, 3, 3), Texts.counts(1, 1));
        assertThatThrownBy(() -> TrainingCheck.covers(Texts.counts(3, 3), Texts.counts(1, 1, 1)))
                .hasMessageContaining("test, row 4: class 'c' is not in the training data (test), which has a | b");
    }

    private static Samples<Text> numbers(double... numbers) {
        return new Samples<>(
                "numbers",
                IntStream.range(0, numbers.length)
                        .mapToObj(
                                i -> new Sample<>(Text.of("t" + i), (Target) new Target.Value(numbers[i]), "row " + i))
                        .toList());
    }

    private static Samples<Text> targets(Target target, int count) {
        return new Samples<>(
                "targets",
                IntStream.range(0, count)
                        .mapToObj(i -> new Sample<>(Text.of("t" + i), target, "row " + i))
                        .toList());
    }
}
