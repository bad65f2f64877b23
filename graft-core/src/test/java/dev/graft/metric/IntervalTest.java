package dev.graft.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {

    @Test
    void endsWhereNoValueCanBe() {
        assertThat(new Interval(0.836, 1.098).within(0, 1)).isEqualTo(new Interval(0.836, 1));
        assertThat(new Interval(-0.2, 0.3).within(0, 1)).isEqualTo(new Interval(0, 0.3));
        assertThat(Interval.UNKNOWN.within(0, 1).isKnown()).isFalse();
        Interval wide = new Interval(-9, 9);
        assertThat(wide.within(new RSquared().least(), new RSquared().most())).isEqualTo(new Interval(-9, 1));
        assertThat(wide.within(new LogLoss().least(), new LogLoss().most())).isEqualTo(new Interval(0, 9));
        for (Metric correlation : List.of(new Matthews(), new Spearman(), new Pearson())) {
            assertThat(wide.within(correlation.least(), correlation.most())).isEqualTo(new Interval(-1, 1));
        }
    }
}
