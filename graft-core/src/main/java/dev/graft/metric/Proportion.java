package dev.graft.metric;

/** The share of examples of which something holds: its interval is Wilson's and needs no chance. */
public interface Proportion extends ExampleMean {

    boolean holds(Scored scored, int i);

    @Override
    default double of(Scored scored, int i) {
        return holds(scored, i) ? 1 : 0;
    }

    /** In how many examples it holds. */
    default long count(Scored scored) {
        scored.mustFit(this);
        long count = 0;
        for (int i = 0; i < scored.size(); i++) {
            count += holds(scored, i) ? 1 : 0;
        }
        return count;
    }
}
