package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThinnedTest {
    /** 60 of a, 30 of b, 9 of c, 1 of d. */
    private static Samples<Text> data() {
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String label = i < 60 ? "a" : i < 90 ? "b" : i < 99 ? "c" : "d";
            samples.add(new Sample<>(Text.of("text " + i), new Target.Label(label), "" + i));
        }
        return new Samples<>("letters", samples);
    }

    @Test
    void keepsProportionsAndEveryClass() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            Map<String, Integer> counts = Facts.of(Thinned.of(data(), 20, seed)).counts();
            assertThat(counts.keySet()).as("seed %d", seed).containsExactly("a", "b", "c", "d");
            assertThat(counts.get("a")).as("seed %d", seed).isBetween(10, 13); // 12 of 20 but for what d and c are owed
            assertThat(counts.get("b")).as("seed %d", seed).isBetween(5, 7);
        }
        assertThat(Facts.of(Thinned.of(data(), 4, 1)).counts()).hasSize(4);
    }

    @Test
    void fewerArePartOfMoreAndTheOrderStays() throws IOException {
        Set<String> more = places(Thinned.of(data(), 50, 3));
        assertThat(more).hasSize(50).containsAll(places(Thinned.of(data(), 17, 3)));
        assertThat(places(Thinned.of(data(), 17, 4))).isNotEqualTo(places(Thinned.of(data(), 17, 3)));
        Dataset<Text> some = Thinned.of(data(), 17, 3);
        for (int i = 1; i < some.size(); i++) {
            assertThat(number(some, i)).isGreaterThan(number(some, i - 1));
        }
    }

    @Test
    void allStayWhereAllAreWanted() throws IOException {
        Samples<Text> data = data();
        assertThat(Thinned.of(data, 100, 1)).isSameAs(data);
    }

    private static Set<String> places(Dataset<Text> data) throws IOException {
        Set<String> places = new HashSet<>();
        for (int i = 0; i < data.size(); i++) {
            places.add(data.get(i).input().toString());
        }
        return places;
    }

    private static int number(Dataset<Text> data, int index) throws IOException {
        return Integer.parseInt(data.get(index).input().toString().replaceAll("\\D", ""));
    }
}
