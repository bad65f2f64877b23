package dev.graft.train;

import dev.graft.backbone.Stages;
import java.util.List;

/**
 * The parts whose parameters a phase changes: {@code head}, {@code adapter} and stages by name. All others stay as they
 * are.
 *
 * @param within which parameters of the stages; head and adapter learn whole
 */
public record Trains(List<String> names, Within within) {
    /** What an adapter adds to the body: a part beside stages and head. */
    public static final String ADAPTER = "adapter";

    static final Trains NOTHING = new Trains(List.of());

    public Trains {
        names = List.copyOf(names);
    }

    /** All parameters of these parts. */
    public Trains(List<String> names) {
        this(names, Within.ALL);
    }

    /** The head alone. */
    public static Trains head() {
        return new Trains(List.of(Stages.HEAD));
    }

    /** The head and an adapter; the body stays as it is. */
    public static Trains adapter() {
        return new Trains(List.of(Stages.HEAD, ADAPTER));
    }

    /** Whether a part is one of the body's. */
    public static boolean isStage(String part) {
        return !Stages.HEAD.equals(part) && !ADAPTER.equals(part);
    }

    /** First stage that changes; the number of stages where none does. */
    public int firstStage(Stages stages) {
        return names.stream()
                .filter(Trains::isStage)
                .mapToInt(stages::index)
                .min()
                .orElse(stages.count());
    }
}
