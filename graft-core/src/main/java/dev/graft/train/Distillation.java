package dev.graft.train;

import dev.graft.base.Check;
import dev.graft.engine.Engine;
import dev.graft.engine.Functional;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import dev.graft.nn.Linear;
import java.util.Map;
import java.util.Optional;

/**
 * Draws a network's answers to a teacher's: the distance of Kullback and Leibler between both at a temperature, times
 * its square. Source: Hinton et al., "Distilling the Knowledge in a Neural Network", 2015, section 2. And, if wanted,
 * its features, through a linear map that is learned beside, to the teacher's: mean squared error. Source: Romero et
 * al., "FitNets", ICLR 2015, equation 3.
 */
public final class Distillation implements Term, AutoCloseable {
    private final Teacher teacher;
    private final double hard;
    private final double soft;
    private final double temperature;
    private final double features;
    private final Optional<Linear> map;

    /**
     * @param teacher who gives the answers
     * @param lesson what counts how much
     * @param width of the pupil's features
     * @param seed of the map between the features
     */
    public Distillation(Teacher teacher, Lesson lesson, int width, long seed) {
        this.teacher = teacher;
        hard = lesson.hard();
        soft = lesson.soft();
        temperature = lesson.temperature();
        features = lesson.features();
        Engine.seed(seed);
        try (Scope scope = Scope.open()) {
            map = features == 0 ? Optional.empty() : Optional.of(new Linear(width, teacher.width()).begin());
        }
    }

    /**
     * What counts how much of what a teacher can say.
     *
     * @param hard factor of the labels' own loss, at least 0
     * @param soft factor of the distance between the answers, at least 0
     * @param temperature that both answers are softened by, above 0
     * @param features factor of the distance between the features, at least 0; 0 leaves them alone
     */
    public record Lesson(double hard, double soft, double temperature, double features) {
        public Lesson {
            Check.notNegative("hard", hard);
            Check.notNegative("soft", soft);
            Check.positive("temperature", temperature);
            Check.notNegative("features", features);
            Check.that(soft + features > 0, "soft or features must be above 0, or nothing is learned from the teacher");
        }
    }

    @Override
    public Tensor own(Tensor loss, Step step) {
        return loss.mul(hard);
    }

    @Override
    public boolean averages() {
        return true;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return map.map(Linear::named).map(own -> Checkpoints.under("map.", own)).orElse(Map.of());
    }

    @Override
    public Tensor of(Step step) {
        Flow wanted = teacher.answers(step.feeds().get(Fit.LABELLED));
        Flow given = step.outputs().get(Fit.LABELLED);
        Tensor loss = distance(wanted.get(Flow.LOGITS), given.get(Flow.LOGITS));
        if (map.isEmpty()) {
            return loss;
        }
        Tensor seen = map.get().forward(given.get(Flow.POOLED));
        return loss.add(
                Functional.meanSquaredError(seen, wanted.get(Flow.POOLED)).mul(features));
    }

    private Tensor distance(Tensor wanted, Tensor given) {
        Tensor logs = wanted.mul(1 / temperature).logSoftmax(-1);
        Tensor apart = logs.sub(given.mul(1 / temperature).logSoftmax(-1));
        return logs.exp().mul(apart).sum(-1, false).mean().mul(soft * temperature * temperature);
    }

    /** Frees what this term itself holds. */
    @Override
    public void close() {
        map.ifPresent(Linear::close);
    }
}
