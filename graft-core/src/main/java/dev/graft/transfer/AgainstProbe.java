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
 * @param transfer that was carried out
 * @param train what it learned from, with the part that it held back itself
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
        if (found.get("probeValidation") instanceof Double probe && found.get("validation") instanceof Double value) {
            return sentence(fitted, value, probe);
        }
        boolean held = valid.isEmpty() && fitted.validation() > 0;
        if (!held && valid.isEmpty()) {
            return Optional.of("no examples were held back to compare this with the probe by: give --valid, or take"
                    + " --strategy auto, which keeps the probe where it is as good");
        }
        if (end.left() < seconds) {
            return Optional.of("the budget left no time to compare this with the probe");
        }
        if (!held) {
            return compared(fitted, train, valid.get());
        }
        Split<?> parts = Fitting.held(train, seed);
        return compared(fitted, parts.train(), parts.test());
    }

    private Optional<String> compared(Fitted fitted, Dataset<?> learned, Dataset<?> judging) throws IOException {
        double value = fitted.found().get("validation") instanceof Double known
                ? known
                : Validation.of(fitted.model().body(), judging).of(fitted.model());
        return sentence(fitted, value, probe(learned, judging));
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

    private static Optional<String> sentence(Fitted fitted, double value, double probe) {
        Metric metric = fitted.model().task().metrics().get(0);
        double sign = metric.higherIsBetter() ? 1 : -1;
        return value > probe
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "on the validation part this is no better than the probe of the same network (%s %.4f, the probe"
                                + " %.4f); --strategy auto keeps the probe where it is as good",
                        metric.name(),
                        sign * value,
                        sign * probe));
    }
}
