package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.train.RateCurve;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateChartTest {
    /** Rates 10^-4 to 10^-0.1; the loss is 2, falls from point 10 to 1 at 30, and breaks out to 101. */
    private static final RateCurve CURVE = new RateCurve(IntStream.range(0, 40)
            .mapToObj(i -> new RateCurve.Point(Math.pow(10, i / 10.0 - 4), loss(i), loss(i)))
            .toList());

    private static double loss(int i) {
        return i <= 10 ? 2 : i <= 30 ? 2 - 0.05 * (i - 10) : 1 + Math.pow((i - 30) / 9.0, 2) * 100;
    }

    @Test
    void drawsTheFallAndTheMarkOfTheSuggestionThoughTheLossBreaksOut() {
        List<String> lines = new RateChart(CURVE).lines();
        assertThat(lines).hasSize(14);
        assertThat(lines.get(0)).startsWith("   3.500 |"); // one and a half times the fall above where it began
        assertThat(lines.get(11)).startsWith("   1.000 |").contains("*");
        assertThat(lines.get(7)).startsWith("         |* **"); // the flat beginning
        int mark = lines.get(12).indexOf('^') - "    loss +".length();
        assertThat(mark).isEqualTo((int) Math.round(63 * 19 / 39.0)); // point 19, worked out in RateCurveTest
        assertThat(lines.get(13).strip()).startsWith("1.0e-04").endsWith("7.9e-01");
    }

    @Test
    void thePageHasADotForEachPointAndALineAtTheSuggestion() {
        String svg = new RateChart(CURVE).svg();
        assertThat(svg.split("<circle", -1)).hasSize(41);
        assertThat(svg).contains("class=\"ideal\"", "learning rate", ">1e-2<").doesNotContain("NaN");
    }
}
