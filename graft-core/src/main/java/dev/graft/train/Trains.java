package dev.graft.train;

import dev.graft.backbone.Stages;
import java.util.List;

/** The parts whose parameters a phase changes: {@code head} and stages by name. All others stay as they are. */
public record Trains(List<String> names) {
    static final Trains NOTHING = new Trains(List.of());

    public Trains {
        names = List.copyOf(names);
    }

    /** The head alone. */
    public static Trains head() {
        return new Trains(List.of(Stages.HEAD));
    }

    /** First stage that changes; the number of stages where only the head does. */
    public int firstStage(Stages stages) {
        return names.stream()
                .filter(name -> !Stages.HEAD.equals(name))
                .mapToInt(stages::index)
                .min()
                .orElse(stages.count());
    }
}
