package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Split;
import dev.graft.metric.Metric;
import dev.graft.model.Model;
import dev.graft.train.Deadline;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a strategy that trains the body or an adapter was worth it: the probe of the same network, judged on the same
 * validation part. It says so and changes nothing: a strategy that the user names runs as named.
 *
 * @param transfer that was carried out, for one task or for several
 * @param train what the task was learned from, with the part that was held back of it
 * @param valid as {@link Transfer#fit} has it
 * @param seed of the run
 */
public record AgainstProbe(Transfer transfer, Dataset<?> train, Optional<Dataset<?>> valid, long seed) {
    /**
     * A sentence where the strategy is no better than the probe, or where that was not found out.
     *
     * @param end when the time for training is over
     * @param seconds that the probe would take
     */
    public Optional<String> said(Fitted fitted, Deadline end, double seconds) throws IOException {
        if (!concerned(fitted.model().body().stages())) {
            return Optional.empty();
        }
        Map<String, Object> found = fitted.found();
        Optional<Double> value =
                found.get("validation") instanceof Double known ? Optional.of(known) : Optional.empty();
        if (found.get("probeValidation") instanceof Double probe && value.isPresent()) {
            return sentence(fitted.model(), value.get(), probe);
        }
        return compared(fitted.model(), value, fitted.validation() > 0, end, seconds);
    }

    /**
     * The same of one task of several.
     *
     * @param answering with the head of this task
     * @param validation examples of all tasks that were held back or given to judge by
     */
    public Optional<String> said(Model answering, int validation, Deadline end, double seconds) throws IOException {
        if (!concerned(answering.body().stages())) {
            return Optional.empty();
        }
        boolean held = validation > 0 && train.size() >= Fitting.VALIDATION_FROM;
        return compared(answering, Optional.empty(), held, end, seconds);
    }

    /** @param value on the validation part, where it is known @param judged whether there is one, held back or given */
    private Optional<String> compared(Model model, Optional<Double> value, boolean judged, Deadline end, double seconds)
            throws IOException {
        boolean held = valid.isEmpty() && judged;
        if (!held && valid.isEmpty()) {
            return Optional.of("no examples were held back to compare this with the probe by: give --valid, or take"
                    + " 'graft train --strategy auto', which keeps the probe where it is as good");
        }
        if (end.left() < seconds) {
            return Optional.of("the budget left no time to compare this with the probe");
        }
        if (!held) {
            return compared(model, value, train, valid.get());
        }
        Split<?> parts = Fitting.held(train, seed);
        return compared(model, value, parts.train(), parts.test());
    }

    private Optional<String> compared(Model model, Optional<Double> value, Dataset<?> learned, Dataset<?> judging)
            throws IOException {
        double known = value.isPresent()
                ? value.get()
                : Validation.of(model.body(), judging).of(model);
        return sentence(model, known, probe(learned, judging));
    }

    /** From random weights is to show what pretraining brings, and a strategy that trains a head alone is a probe. */
    private boolean concerned(Stages stages) throws IOException {
        Strategy strategy = transfer.strategy();
        boolean learns = strategy.adapter().isPresent() || Fitting.trainsBody(strategy.plan(stages, Facts.of(train)));
        return learns && !strategy.fresh();
    }

    /** What the probe reaches, on features that are kept as those of any probe are. */
    private double probe(Dataset<?> learned, Dataset<?> judging) throws IOException {
        TaskChoice task = transfer.task();
        Transfer one = transfer.by(LinearProbe.DEFAULTS)
                .task(new TaskChoice(task.balance(), 0, task.threshold()))
                .input(transfer.input().forAnswers())
                .prior(transfer.prior().teacher(Optional.empty()))
                .run(transfer.run().withoutCheckpoints().unmeasured());
        try (Model probe = one.fit(learned, seed)) {
            Validation validation = Validation.of(probe.body(), judging);
            return validation.of(probe, validation.features(probe.body(), one.run()));
        }
    }

    private static Optional<String> sentence(Model model, double value, double probe) {
        Metric metric = model.task().metrics().get(0);
        double sign = metric.higherIsBetter() ? 1 : -1;
        return value > probe
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "on the validation part this is no better than the probe of the same network (%s %.4f, the probe"
                                + " %.4f); 'graft train --strategy auto' keeps the probe where it is as good",
                        metric.name(),
                        sign * value,
                        sign * probe));
    }
}
