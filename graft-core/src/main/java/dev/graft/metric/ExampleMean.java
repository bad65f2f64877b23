package dev.graft.metric;

/** A metric that is the mean of one value per example; resampling it needs each value only once. */
public interface ExampleMean extends Metric {

    /** The value of example i alone. */
    double of(Scored scored, int i);

    @Override
    default double of(Scored scored) {
        scored.mustFit(this);
        double sum = 0;
        for (int i = 0; i < scored.size(); i++) {
            sum += of(scored, i);
        }
        return sum / scored.size();
    }
}
