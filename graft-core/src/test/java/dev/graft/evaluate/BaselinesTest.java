package dev.graft.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.base.BadArgument;
import dev.graft.data.Labels;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.model.NumberTask;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import dev.graft.model.SeveralLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselinesTest {
    private static final OneLabel SIDES = new OneLabel(Labels.of(List.of("bad", "good", "unseen")));

    private static Samples<Text> texts(List<String> texts, List<Target> targets) {
        return new Samples<>(
                "test",
                IntStream.range(0, texts.size())
                        .mapToObj(i -> new Sample<>(Text.of(texts.get(i)), targets.get(i), "test, row " + (i + 2)))
                        .toList());
    }

    private static Samples<Text> labelled(String... textsAndLabels) {
        List<String> texts = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < textsAndLabels.length; i += 2) {
            texts.add(textsAndLabels[i]);
            targets.add(new Target.Label(textsAndLabels[i + 1]));
        }
        return texts(texts, targets);
    }

    @Test
    void theMajorityIsHowFrequentEachClassIs() throws Exception {
        Samples<Text> train = labelled("a", "good", "b", "good", "c", "bad", "d", "good");

        List<Prediction> said = new Majority().answers(train, train, SIDES, 1).predictions();

        assertThat(said).hasSize(4).allMatch(p -> "good".equals(p.answer()));
        assertThat(((Prediction.OneOf) said.get(0)).probabilities()).containsExactly(0.25f, 0.75f, 0);
    }

    @Test
    void theMajorityOfNumbersIsTheirMeanAndOfLabelsTheirShares() throws Exception {
        Samples<Text> numbers = texts(List.of("a", "b"), List.of(new Target.Value(3), new Target.Value(8)));
        Samples<Text> sets = texts(
                List.of("a", "b"), List.of(new Target.LabelSet(List.of("x", "y")), new Target.LabelSet(List.of("x"))));
        SeveralLabels task = new SeveralLabels(Labels.of(List.of("x", "y", "z")), List.of(), 0.6);

        assertThat(new Majority()
                        .answers(numbers, numbers, new NumberTask(5.5, 2.5), 1)
                        .predictions()
                        .get(1))
                .isEqualTo(new Prediction.Amount(5.5));
        Prediction said =
                new Majority().answers(sets, sets, task, 1).predictions().get(0);
        assertThat(said.answer()).isEqualTo("x");
        assertThat(((Prediction.AnyOf) said).probabilities()).containsExactly(1, 0.5f, 0);
    }

    @Test
    void theMajorityNamesALabelThatTheTaskDoesNotHave() {
        Samples<Text> train = labelled("a", "good", "b", "ugly");

        assertThatThrownBy(() -> new Majority().answers(train, train, SIDES, 1))
                .isInstanceOf(BadArgument.class)
                .hasMessageStartingWith("unknown label 'ugly'");
    }

    @Test
    void wordsTellTextsApart() throws Exception {
        Samples<Text> train = labelled(
                "a good film",
                "good",
                "good plot",
                "good",
                "so good",
                "good",
                "a bad film",
                "bad",
                "bad plot",
                "bad",
                "so bad",
                "bad");

        Baseline.Answers said = new TfIdf(false, 1, 0)
                .answers(train, labelled("good", "good", "what a bad thing", "bad", "", "bad"), SIDES, 1);

        assertThat(said.predictions()).extracting(Prediction::answer).startsWith("good", "bad");
        assertThat(said.predictions()).hasSize(3);
        assertThat(said.found()).containsEntry("terms", "words").containsKeys("strength", "features");
    }

    @Test
    void charactersTellTextsWithoutBlanksApart() throws Exception {
        Samples<Text> train = labelled(
                "酒店很好", "good", "服务很好，下次再来", "good", "房间很好", "good", "房间很差", "bad", "服务太差了", "bad", "很差 不会再来", "bad");

        Baseline.Answers said = TfIdf.DEFAULTS.answers(train, labelled("早餐很好", "good", "早餐差", "bad"), SIDES, 1);

        assertThat(said.predictions()).extracting(Prediction::answer).containsExactly("good", "bad");
        assertThat(said.found()).containsEntry("terms", "characters");
    }

    @Test
    void numbersAreFittedByRidge() throws Exception {
        List<String> texts = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            texts.add((i % 2 == 0 ? "cheap" : "dear") + " thing number" + i);
            targets.add(new Target.Value(i % 2 == 0 ? 10 : 90));
        }
        Samples<Text> data = texts(texts, targets);

        List<Prediction> said = TfIdf.DEFAULTS
                .answers(data, labelled("cheap stuff", "x", "dear stuff", "x"), new NumberTask(50, 40), 1)
                .predictions();

        assertThat(((Prediction.Amount) said.get(0)).value()).isEqualTo(10, within(12.0));
        assertThat(((Prediction.Amount) said.get(1)).value()).isEqualTo(90, within(12.0));
    }

    @Test
    void textsOfWhichNothingIsCountedGetWhatIsFrequent() throws Exception {
        Samples<Text> train = labelled("a", "good", "b", "good", "c", "good", "d", "bad", "e f", "bad", "g h", "good");

        List<Prediction> said =
                new TfIdf(true, 2, 0).answers(train, train, SIDES, 1).predictions();

        assertThat(said).allMatch(p -> "good".equals(p.answer()));
    }

    @Test
    void offersOnlyWhatFitsTheInputs() throws Exception {
        Samples<String> others = new Samples<>("sounds", List.of(new Sample<>("x", new Target.Label("bad"), "1")));

        assertThat(Baselines.of(labelled("a", "b"))).extracting(Baseline::name).containsExactly("majority", "tfidf");
        assertThat(Baselines.of(others)).extracting(Baseline::name).containsExactly("majority");
        assertThatThrownBy(() -> TfIdf.DEFAULTS.answers(others, others, SIDES, 1))
                .isInstanceOf(BadArgument.class)
                .hasMessageStartingWith("sounds holds String but TF-IDF takes Text");
    }
}
