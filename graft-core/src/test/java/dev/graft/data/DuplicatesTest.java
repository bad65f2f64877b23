package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DuplicatesTest {
    private static final String REVIEW =
            "The room was clean and quiet, the staff were helpful, and breakfast had more than we could eat at all.";
    private static final String CHINESE = "酒店房间很大也很干净，服务员态度非常热情，早餐品种丰富，离地铁站很近，下次来这里出差还会选择入住这家酒店。";

    @Test
    void findsTextsThatDifferOnlyInCaseBlanksAndCoding() throws Exception {
        Duplicates found = Duplicates.within(
                Texts.of("A good caf\u00e9", "1", "  a GOOD\u00a0 cafe\u0301 ", "1", "A bad caf\u00e9", "1"));

        assertThat(found)
                .isEqualTo(new Duplicates(
                        1, 0, 0, List.of(new Duplicates.Pair("test, row 2", "test, row 3", true, false))));
    }

    @Test
    void findsTextsThatAreNearlyAlikeAlsoWithoutBlanks() throws Exception {
        assertThat(near(REVIEW, REVIEW.replace("clean", "cleen"))).isEqualTo(1);
        assertThat(near(REVIEW, REVIEW + "!!!")).isEqualTo(1);
        assertThat(near(CHINESE, CHINESE.replace("早餐", "晚餐").replace("。", "！"))).isZero(); // 0.88 of one short text
        assertThat(near(CHINESE, CHINESE.replace("，", "、") + "赞")).isEqualTo(1);
        assertThat(near(REVIEW, REVIEW.replace("clean and quiet", "dirty and very loud")))
                .isZero();
        assertThat(near("not good", "good")).isZero();
        assertThat(near("", "...")).isZero();
    }

    private static int near(String a, String b) throws Exception {
        return Duplicates.within(Texts.of(a, "1", b, "1")).near();
    }

    @Test
    void namesContradictingLabelsFirst() throws Exception {
        Duplicates found = Duplicates.within(Texts.of("x y", "1", "x y", "1", "same here", "1", "Same here", "2"));

        assertThat(found.exact()).isEqualTo(2);
        assertThat(found.contradicting()).isEqualTo(1);
        assertThat(found.pairs().get(0)).isEqualTo(new Duplicates.Pair("test, row 4", "test, row 5", true, true));
    }

    @Test
    void countsWhatTheSecondDatasetHasFromTheFirst() throws Exception {
        Samples<Text> train = Texts.of(REVIEW, "1", "something else", "2", "something else", "2");
        Samples<Text> test = Texts.of(REVIEW + " Bye", "1", "Something ELSE", "2", "new", "1", "new", "1");

        Duplicates found = Duplicates.across(train, test);

        assertThat(found.exact()).isEqualTo(1);
        assertThat(found.near()).isEqualTo(1);
        assertThat(Duplicates.across(train, Texts.of("new", "1")).isEmpty()).isTrue();
    }

    @Test
    void keepsPairsOfTextsApartThatSwapThem() throws Exception {
        List<Sample<Text>> samples = List.of(
                new Sample<>(Text.pair("a dog runs", "a cat sleeps"), new Target.Unlabeled(), "1"),
                new Sample<>(Text.pair("a cat sleeps", "a dog runs"), new Target.Unlabeled(), "2"),
                new Sample<>(Text.of("a dog runs a cat sleeps"), new Target.Unlabeled(), "3"));

        assertThat(Duplicates.within(new Samples<>("pairs", samples)).exact()).isZero();
    }

    @Test
    @Timeout(60)
    void readsAHundredThousandTextsWithATemplateAmongThemInSeconds() throws Exception {
        MersenneTwister random = new MersenneTwister(1);
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            String text = i % 2 == 0
                    ? REVIEW + " " + REVIEW.toUpperCase() + " number " + random.randint(0, 1 << 20)
                    : Texts.words(random, 30);
            samples.add(new Sample<>(Text.of(text), new Target.Unlabeled(), "row " + i));
        }

        Duplicates found = Duplicates.within(new Samples<>("many", samples));

        assertThat(found.exact() + found.near()).isBetween(49_900, 49_999);
    }

    @Test
    @Timeout(10)
    void survivesTextsMadeToBeSlow() throws Exception {
        String marks = "a" + "\u0301\u0316".repeat(100_000);

        assertThat(Duplicates.within(Texts.of(marks, "1", marks + "b", "1", "\ud83d", "1", "\ud83d", "1"))
                        .exact())
                .isEqualTo(1);
    }
}
