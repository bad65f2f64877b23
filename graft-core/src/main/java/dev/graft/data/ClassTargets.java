package dev.graft.data;

import java.util.HashMap;
import java.util.Map;

/** One target for each class, however many examples it has. */
final class ClassTargets {
    private final Map<String, Target> targets = new HashMap<>();

    Target of(String className) {
        return targets.computeIfAbsent(className, Target.Label::new);
    }
}
