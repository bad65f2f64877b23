package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Dataset;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.metric.Accuracy;
import dev.graft.metric.Metric;
import dev.graft.metric.Scored;
import dev.graft.metric.Spearman;
import dev.graft.model.Model;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every kind of task, from texts to answers, with a probe on a real encoder. */
class TaskTest {
    private static final String BACKBONE = "all-minilm-l6-v2";
    private static final String[] FOOD = {"bread", "cheese", "soup", "rice", "apple pie", "noodles", "salad", "pasta"};
    private static final String[] SPORT = {
        "football", "tennis", "swimming", "rowing", "judo", "cycling", "chess", "golf"
    };
    private static final String[] FRAMES = {
        "yesterday we talked about %s", "%s is what I like", "my sister wrote to me about %s", "who knows more of %s?",
        "a story of %s and the sea", "I would like some more %s, please", "there was %s on television", "not %s again!"
    };

    private static String food(Random random) {
        return frame(random).formatted(FOOD[random.nextInt(FOOD.length)]);
    }

    private static String sport(Random random) {
        return frame(random).formatted(SPORT[random.nextInt(SPORT.length)]);
    }

    private static String frame(Random random) {
        return FRAMES[random.nextInt(FRAMES.length)];
    }

    private static Dataset<Text> samples(int count, long seed, Function<Random, Sample<Text>> one) {
        Random random = new Random(seed);
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(one.apply(random));
        }
        return new Samples<>("synthetic", samples);
    }

    private static Sample<Text> sample(Text text, Target target) {
        return new Sample<>(text, target, "synthetic");
    }

    private static Model fit(Dataset<Text> train, TaskChoice choice, Strategy strategy) throws IOException {
        return Transfer.from(BACKBONE)
                .by(strategy)
                .task(choice)
                .run(Runs.quiet())
                .fit(train, 3);
    }

    private static double value(Metric metric, Model model, Dataset<Text> test) throws IOException {
        List<Text> texts = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            texts.add(test.get(i).input());
            targets.add(test.target(i));
        }
        Scored scored = model.task().score(model.predict(texts), targets);
        return metric.of(scored);
    }

    private static Sample<Text> oneOfTwo(Random random, double rare) {
        boolean sport = random.nextDouble() < rare;
        return sample(Text.of(sport ? sport(random) : food(random)), new Target.Label(sport ? "sport" : "food"));
    }

    @Test
    void oneLabel() throws IOException {
        Dataset<Text> test = samples(60, 2, random -> oneOfTwo(random, 0.5));
        try (Model model =
                fit(samples(60, 1, random -> oneOfTwo(random, 0.5)), TaskChoice.DEFAULTS, LinearProbe.DEFAULTS)) {
            assertThat(value(new Accuracy(), model, test)).isGreaterThan(0.9);
        }
    }

    @Test
    void classWeightsMakeARareClassCountAsMuchAsACommonOne() throws IOException {
        Dataset<Text> train = samples(120, 1, random -> oneOfTwo(random, 0.08));
        Dataset<Text> test = samples(80, 2, random -> oneOfTwo(random, 0.5));
        LinearProbe weak = new LinearProbe(0.1, List.of(), LinearProbe.DEFAULTS.steps());
        try (Model plain = fit(train, TaskChoice.DEFAULTS, weak);
                Model balanced = fit(train, new TaskChoice(true, 0, 0.5), weak)) {
            assertThat(((OneLabel) balanced.task()).weights()).hasSize(2).allMatch(weight -> weight > 0.4);
            assertThat(value(new Accuracy(), plain, test)).isLessThan(0.75); // it says food to nearly all
            assertThat(value(new Accuracy(), balanced, test)).isGreaterThan(0.85);
        }
    }

    @Test
    void smoothingMakesAHeadTrainedByStepsLessSure() throws IOException {
        Dataset<Text> train = samples(60, 1, random -> oneOfTwo(random, 0.5));
        Dataset<Text> test = samples(60, 2, random -> oneOfTwo(random, 0.5));
        LinearProbe deep =
                new LinearProbe(0, List.of(32), new Steps(3e-3, 40, 16, "adamw", 0.01, "cosine", 0.1, 1, 1, 40, 1, 0));
        try (Model sure = fit(train, TaskChoice.DEFAULTS, deep);
                Model smooth = fit(train, new TaskChoice(false, 0.3, 0.5), deep)) {
            assertThat(value(new Accuracy(), sure, test)).isGreaterThan(0.85);
            assertThat(value(new Accuracy(), smooth, test)).isGreaterThan(0.85);
            assertThat(confidence(smooth, train))
                    .isLessThan(confidence(sure, train) - 0.05)
                    .isLessThan(0.92);
        }
    }

    private static double confidence(Model model, Dataset<Text> data) throws IOException {
        double sum = 0;
        for (int i = 0; i < data.size(); i++) {
            sum += ((Prediction.OneOf) model.predict(data.get(i).input())).probability() / data.size();
        }
        return sum;
    }

    @Test
    void severalLabels() throws IOException {
        Function<Random, Sample<Text>> one = random -> {
            boolean food = random.nextBoolean();
            boolean sport = random.nextBoolean();
            List<String> labels = new ArrayList<>();
            String text = "well. ";
            if (food) {
                labels.add("food");
                text += food(random) + ". ";
            }
            if (sport) {
                labels.add("sport");
                text += sport(random) + ". ";
            }
            return sample(Text.of(text), new Target.LabelSet(labels));
        };
        Dataset<Text> test = samples(80, 2, one);
        for (boolean balance : new boolean[] {false, true}) {
            try (Model model = fit(samples(120, 1, one), new TaskChoice(balance, 0, 0.5), LinearProbe.DEFAULTS)) {
                int exact = 0;
                for (int i = 0; i < test.size(); i++) {
                    String answer = model.predict(test.get(i).input()).answer();
                    exact += answer.equals(String.join("|", test.target(i).classes())) ? 1 : 0;
                }
                assertThat(exact / 80.0).isGreaterThan(0.75); // chance is a quarter
            }
        }
    }

    @Test
    void numbersInTheirOwnUnit() throws IOException {
        Function<Random, Sample<Text>> one = random -> {
            int sports = random.nextInt(5);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                text.append(i < sports ? SPORT[random.nextInt(8)] : FOOD[random.nextInt(8)])
                        .append(", ");
            }
            return sample(Text.of(text.toString()), new Target.Value(1000 + 100 * sports));
        };
        Dataset<Text> test = samples(80, 2, one);
        try (Model model = fit(samples(150, 1, one), TaskChoice.DEFAULTS, LinearProbe.DEFAULTS)) {
            assertThat(value(new Spearman(), model, test)).isGreaterThan(0.8);
            double off = 0;
            for (int i = 0; i < test.size(); i++) {
                double given = ((Prediction.Amount) model.predict(test.get(i).input())).value();
                off += Math.abs(given - ((Target.Value) test.target(i)).number()) / test.size();
            }
            assertThat(off).isLessThan(70); // the mean would be off by 120
        }
    }

    /** The second text decides, so that it must have been read. */
    @Test
    void pairsOfTexts() throws IOException {
        Function<Random, Sample<Text>> one = random -> {
            boolean sport = random.nextBoolean();
            String second = sport ? sport(random) : food(random);
            return sample(Text.pair("the topic", second), new Target.Label(sport ? "sport" : "food"));
        };
        Dataset<Text> test = samples(60, 2, one);
        try (Model model = fit(samples(60, 1, one), TaskChoice.DEFAULTS, LinearProbe.DEFAULTS)) {
            assertThat(value(new Accuracy(), model, test)).isGreaterThan(0.9);
            Text swapped = Text.pair("tennis and rowing", "the topic");
            assertThat(((Prediction.OneOf) model.predict(swapped)).probabilities())
                    .isNotEqualTo(((Prediction.OneOf) model.predict(Text.pair("the topic", "tennis and rowing")))
                            .probabilities());
        }
    }
}
