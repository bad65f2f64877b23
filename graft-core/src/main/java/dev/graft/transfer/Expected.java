package dev.graft.transfer;

import dev.graft.train.Progress;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says before the first work what is to come (where the data or the network are refused, that alone is said), and, once
 * the first steps are made, how long all of them take.
 */
final class Expected extends Relayed {
    private static final int STEPS = 10; // to tell by; the first are slow
    private static final double SECONDS = 2;
    private static final double WORTH_SAYING = 30; // seconds
    private static final double MINUTE = 60;

    private final String sentence;
    private final long steps;
    private final LongSupplier clock;
    private boolean said;
    private boolean told;
    private boolean stepping;
    private long before; // steps of the epochs that are over
    private long made; // of the epoch under way
    private long began; // when the first step was made

    /**
     * @param sentence what is to come
     * @param steps that it comes to, at most
     * @param clock in nanoseconds
     */
    Expected(Progress to, String sentence, long steps, LongSupplier clock) {
        super(to);
        this.sentence = sentence;
        this.steps = steps;
        this.clock = clock;
    }

    @Override
    public void begin(String work, long units) {
        if (!said) {
            said = true;
            note(sentence);
        }
        stepping = work.contains("epoch ");
        before += made;
        made = 0;
        super.begin(work, units);
    }

    @Override
    public void at(long done, String note) {
        super.at(done, note);
        if (!stepping || told) {
            return;
        }
        if (before + made == 0) {
            began = clock.getAsLong();
        }
        made = done;
        double spent = (clock.getAsLong() - began) / 1e9;
        if (before + made > STEPS && spent >= SECONDS) {
            told = true;
            double all = spent / (before + made - 1) * steps;
            if (all >= WORTH_SAYING) {
                note(String.format(Locale.ROOT, "all %,d steps take about %s", steps, inWords(all)));
            }
        }
    }

    private static String inWords(double seconds) {
        return seconds < 2 * MINUTE
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%.0f minutes", seconds / MINUTE);
    }
}
