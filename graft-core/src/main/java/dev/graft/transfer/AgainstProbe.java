package dev.graft.transfer;

import dev.graft.backbone.Stages;
import dev.graft.base.Lines;
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
        Learned learned = new Learned(fitted.model(), value, "--strategy auto", "--valid");
        if (found.get("probeValidation") instanceof Double probe && value.isPresent()) {
            return learned.sentence(value.get(), probe, fitted.validation());
        }
        return compared(learned, fitted.validation(), end, seconds);
    }

    /**
     * The same of one task of several.
     *
     * @param answering with the head of this task
     * @param validation examples that judged its epochs
     */
    public Optional<String> ofSeveral(Model answering, int validation, Deadline end, double seconds)
            throws IOException {
        String name = answering.outputs().keySet().iterator().next();
        String alone = "'graft train --strategy auto' for " + name + " alone";
        return concerned(answering.body().stages())
                ? compared(
                        new Learned(answering, Optional.empty(), alone, "--valid " + name + "=DATA"),
                        validation,
                        end,
                        seconds)
                : Optional.empty();
    }

    private Optional<String> compared(Learned learned, int validation, Deadline end, double seconds)
            throws IOException {
        if (valid.isEmpty() && validation == 0) {
            return Optional.of("no examples were held back to compare this with the probe by: give " + learned.valid
                    + ", or take " + learned.guarded + ", which keeps the probe where it is as good");
        }
        if (end.left() < seconds) {
            return Optional.of("the budget left no time to compare this with the probe");
        }
        if (valid.isPresent()) {
            return compared(learned, train, valid.get());
        }
        Split<?> parts = Fitting.held(train, seed);
        return compared(learned, parts.train(), parts.test());
    }

    private Optional<String> compared(Learned learned, Dataset<?> from, Dataset<?> judging) throws IOException {
        double value = learned.value.isPresent()
                ? learned.value.get()
                : Validation.of(learned.model.body(), judging).of(learned.model);
        return learned.sentence(value, probe(from, judging), judging.size());
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

    /**
     * What is compared with the probe, and what users may do about it.
     *
     * @param value on the validation part, where it is known
     * @param guarded what would have kept the probe
     * @param valid the option for a validation part
     */
    private record Learned(Model model, Optional<Double> value, String guarded, String valid) {
        /** @param examples of the validation part */
        Optional<String> sentence(double own, double probe, int examples) {
            Metric metric = model.task().metrics().get(0);
            double sign = metric.higherIsBetter() ? 1 : -1;
            return own > probe
                    ? Optional.empty()
                    : Optional.of(String.format(
                            Locale.ROOT,
                            "on the validation part this is no better than the probe of the same network (%s %.4f, the"
                                    + " probe %.4f, on %s); %s keeps the probe where it is as good",
                            metric.name(),
                            sign * own,
                            sign * probe,
                            Lines.count(examples, "example"),
                            guarded));
        }
    }
}
