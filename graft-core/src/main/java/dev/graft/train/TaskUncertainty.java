package dev.graft.train;

import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.model.NumberTask;
import dev.graft.model.Task;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weighs the loss of each task by how sure its answers are, which is learned: exp(-s) L + s / 2, for a number exp(-s) L
 * / 2 + s / 2, where s is the logarithm of the variance, at first 0. Source: Kendall, Gal and Cipolla, "Multi-Task
 * Learning Using Uncertainty to Weigh Losses", CVPR 2018, equations 7 and 10.
 */
public final class TaskUncertainty implements Term, AutoCloseable {
    /** That a hundred steps can move a variance several times over; networks learn too slowly for that. */
    private static final double RATE = 0.02;

    private final Map<String, Task> tasks;
    private final Map<String, Tensor> logVariances = new LinkedHashMap<>();

    /** @param tasks by the name of their stream */
    public TaskUncertainty(Map<String, Task> tasks) {
        this.tasks = Map.copyOf(tasks);
        try (Scope scope = Scope.open()) {
            tasks.keySet().forEach(name -> logVariances.put(name, scope.own(Tensor.zeros())));
        }
    }

    @Override
    public boolean averages() {
        return true;
    }

    @Override
    public Map<String, Tensor> parameters() {
        return Checkpoints.under("logVariance.", logVariances);
    }

    @Override
    public double rate(double head) {
        return RATE;
    }

    /** What each task's loss is multiplied by now, as {@link #own} has it. */
    public Map<String, Double> weights() {
        Map<String, Double> weights = new LinkedHashMap<>();
        logVariances.forEach((name, s) -> weights.put(name, half(name) * Math.exp(-s.value())));
        return weights;
    }

    private double half(String name) {
        return tasks.get(name) instanceof NumberTask ? 0.5 : 1;
    }

    @Override
    public Tensor own(Tensor loss, Step step) {
        return loss.mul(logVariances.get(step.stream()).mul(-1).exp()).mul(half(step.stream()));
    }

    @Override
    public Tensor of(Step step) {
        return logVariances.get(step.stream()).mul(0.5);
    }

    @Override
    public void close() {
        logVariances.values().forEach(Tensor::close);
    }
}
