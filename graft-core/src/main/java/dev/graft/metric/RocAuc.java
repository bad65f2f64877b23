package dev.graft.metric;

import static dev.graft.metric.Scored.Kind.ONE_LABEL;
import static dev.graft.metric.Scored.Kind.SEVERAL_LABELS;

import java.util.Set;

/**
 * Area under the ROC curve: the chance that a true example gets a higher probability than a false one, ties counted
 * half, in [0, 1], higher is better, 0.5 is chance. For two classes that of class 1; for more, each class against the
 * rest, and for several labels each label, averaged with equal weight. What lacks true or false examples is left out;
 * NaN if nothing is left. Source: Hanley and McNeil, "The Meaning and Use of the Area under a ROC Curve", Radiology
 * 1982.
 */
public record RocAuc() implements Metric {

    @Override
    public String name() {
        return "rocAuc";
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public Set<Scored.Kind> kinds() {
        return Set.of(ONE_LABEL, SEVERAL_LABELS);
    }

    @Override
    public double of(Scored scored) {
        scored.mustFit(this);
        boolean binary = scored.kind() == ONE_LABEL && scored.classes() == 2;
        double sum = 0;
        int measured = 0;
        for (int c = binary ? 1 : 0; c < scored.classes(); c++) {
            double area = scored.answers().order(c).areaUnderCurve(scored.copies());
            if (!Double.isNaN(area)) {
                sum += area;
                measured++;
            }
        }
        return measured == 0 ? Double.NaN : sum / measured;
    }
}
