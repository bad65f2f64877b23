package dev.graft.train;

import dev.graft.base.Check;
import java.util.Map;
import java.util.function.DoubleFunction;

/** How learning rates go over a phase. */
public interface Schedule {
    /** @return factor on every rate. @param progress share of the steps done, in [0, 1) */
    double factor(double progress);

    /** By name, each given the share of steps that it warms up. One line per schedule. */
    Map<String, DoubleFunction<Schedule>> KNOWN = Map.of(
            "linear", Linear::new,
            "cosine", Cosine::new,
            "constant", Constant::new,
            "onecycle", OneCycle::new,
            "slanted", Slanted::new);

    static Schedule named(String name, double warmup) {
        DoubleFunction<Schedule> known = KNOWN.get(name);
        if (known == null) {
            throw Check.unknown("schedule", name, KNOWN.keySet());
        }
        return known.apply(warmup);
    }

    private static double rise(double progress, double warmup) {
        return warmup == 0 ? 1 : Math.min(1, progress / warmup);
    }

    private static double rest(double progress, double warmup) {
        return progress < warmup ? 0 : (progress - warmup) / (1 - warmup);
    }

    /** Up to 1 over the warm-up, then in a line to 0. */
    record Linear(double warmup) implements Schedule {
        public Linear {
            Check.share("warmup", warmup);
        }

        @Override
        public double factor(double progress) {
            return rise(progress, warmup) * (1 - rest(progress, warmup));
        }
    }

    /** Up to 1 over the warm-up, then along half a cosine to 0. Source: Loshchilov and Hutter, ICLR 2017. */
    record Cosine(double warmup) implements Schedule {
        public Cosine {
            Check.share("warmup", warmup);
        }

        @Override
        public double factor(double progress) {
            return rise(progress, warmup) * (1 + Math.cos(Math.PI * rest(progress, warmup))) / 2;
        }
    }

    /** Up to 1 over the warm-up, then 1. */
    record Constant(double warmup) implements Schedule {
        public Constant {
            Check.share("warmup", warmup);
        }

        @Override
        public double factor(double progress) {
            return rise(progress, warmup);
        }
    }

    /**
     * From 1/25 along a cosine to 1 over the warm-up, then along a cosine to 1/100,000. Source: Smith and Topin 2017,
     * numbers as fastai has them.
     */
    record OneCycle(double warmup) implements Schedule {
        private static final double START = 1.0 / 25;
        private static final double END = 1e-5;

        public OneCycle {
            Check.share("warmup", warmup);
        }

        @Override
        public double factor(double progress) {
            return progress < warmup ? between(START, 1, progress / warmup) : between(1, END, rest(progress, warmup));
        }

        private static double between(double from, double to, double share) {
            return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
        }
    }

    /**
     * From 1/32 in a line to 1 over the warm-up, then in a line back: a slanted triangle. Source: Howard and Ruder, ACL
     * 2018, section 3.2, where the warm-up is 0.1.
     */
    record Slanted(double warmup) implements Schedule {
        private static final double RATIO = 32;

        public Slanted {
            Check.share("warmup", warmup);
        }

        @Override
        public double factor(double progress) {
            return (1 + rise(progress, warmup) * (1 - rest(progress, warmup)) * (RATIO - 1)) / RATIO;
        }
    }
}
