package dev.graft.data;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a dataset before training.
 *
 * @param examples how many samples
 * @param kind what the targets are; empty if no sample has one
 * @param counts samples of each class, in the order of the labels
 * @param unlabeled samples without a target
 * @param blank samples whose text is empty or only blanks
 * @param least smallest target number, 0 if none
 * @param most largest target number, 0 if none
 */
public record Facts(
        int examples,
        Optional<TargetKind> kind,
        Map<String, Integer> counts,
        int unlabeled,
        int blank,
        double least,
        double most) {

    public Facts {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    public static Facts of(Dataset<?> data) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        Optional<TargetKind> kind = Optional.empty();
        int unlabeled = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < data.size(); i++) {
            Target target = data.target(i);
            target.classes().forEach(name -> counts.merge(name, 1, Integer::sum));
            kind = kind.or(() -> kindOf(target));
            if (target instanceof Target.Value value) {
                least = Math.min(least, value.number());
                most = Math.max(most, value.number());
            }
            unlabeled += target instanceof Target.Unlabeled ? 1 : 0;
        }
        Map<String, Integer> sorted = new LinkedHashMap<>();
        Labels.of(counts.keySet()).names().forEach(name -> sorted.put(name, counts.get(name)));
        return least <= most
                ? new Facts(data.size(), kind, sorted, unlabeled, blank(data), least, most)
                : new Facts(data.size(), kind, sorted, unlabeled, blank(data), 0, 0);
    }

    /** Facts of data that are not read: classes {@code 0, 1, ...} of equal size, but for one more in the first ones. */
    public static Facts of(int examples, int classes) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int c = 0; c < classes; c++) {
            counts.put(Integer.toString(c), examples / classes + (c < examples % classes ? 1 : 0));
        }
        return new Facts(examples, Optional.of(TargetKind.LABEL), counts, 0, 0, 0, 0);
    }

    private static Optional<TargetKind> kindOf(Target target) {
        if (target instanceof Target.Label) {
            return Optional.of(TargetKind.LABEL);
        }
        if (target instanceof Target.LabelSet) {
            return Optional.of(TargetKind.LABELS);
        }
        return target instanceof Target.Value ? Optional.of(TargetKind.NUMBER) : Optional.empty();
    }

    private static int blank(Dataset<?> data) throws IOException {
        if (data.size() == 0 || !(data.get(0).input() instanceof Text)) {
            return 0; // other inputs are not read only to be counted
        }
        int blank = 0;
        for (int i = 0; i < data.size(); i++) {
            blank += data.get(i).input() instanceof Text text && text.isBlank() ? 1 : 0;
        }
        return blank;
    }

    public int classes() {
        return counts.size();
    }

    /** Size of the largest class over that of the smallest, at least 1; 1 if there are no classes. */
    public double imbalance() {
        return counts.isEmpty() ? 1 : (double) Collections.max(counts.values()) / Collections.min(counts.values());
    }

    /** Share of texts that are empty, in [0, 1]. */
    public double blankShare() {
        return examples == 0 ? 0 : (double) blank / examples;
    }

    /** What a user should know though training is possible: classes of unequal size, empty texts, rare labels. */
    public List<String> warnings() {
        return TrainingCheck.warnings(this);
    }
}
