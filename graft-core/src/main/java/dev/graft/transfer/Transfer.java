package dev.graft.transfer;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.backbone.Opening;
import dev.graft.data.Dataset;
import dev.graft.data.InputChoice;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.train.Deadline;
import dev.graft.train.Length;
import dev.graft.train.Progress;
import dev.graft.train.RateCurve;
import dev.graft.weights.TensorFile;
import dev.graft.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Takes a pretrained network to a new task.
 *
 * <pre>{@code
 * Model model = Transfer.from("all-minilm-l6-v2").by(LinearProbe.DEFAULTS).fit(reviews.train(), 42);
 * }</pre>
 *
 * @param backbone name in the catalogue, or a folder
 * @param weights file of the network's weights, where the catalogue does not have them
 * @param strategy how it learns
 * @param task what is made of the targets
 * @param input how inputs are read
 * @param prior what else the network begins with and learns from
 * @param run where state is kept and who is told
 */
public record Transfer(
        String backbone,
        Optional<Path> weights,
        Strategy strategy,
        TaskChoice task,
        InputChoice input,
        Prior prior,
        Run run) {
    /** Bytes of features that are kept on disk by default. */
    public static final long FEATURE_LIMIT = 4L << 30;

    /**
     * @param hub where pretrained networks come from
     * @param precision that training computes in; empty for the fastest for the network on this processor
     * @param keep where frozen features are kept
     * @param checkpoints folder of the state of an unfinished run
     * @param resume whether to go on from there
     * @param progress is told how far it is
     * @param lengths of the phases, in place of those that the strategy says; none for these
     * @param deadline when training ends with what it has
     */
    public record Run(
            Hub hub,
            Optional<Precision> precision,
            Features.Keep keep,
            Optional<Path> checkpoints,
            boolean resume,
            Progress progress,
            List<Length> lengths,
            Deadline deadline) {
        public Run {
            lengths = List.copyOf(lengths);
        }

        /** As long as the strategy says. */
        public Run(
                Hub hub,
                Optional<Precision> precision,
                Features.Keep keep,
                Optional<Path> checkpoints,
                boolean resume,
                Progress progress) {
            this(hub, precision, keep, checkpoints, resume, progress, List.of(), Deadline.NEVER);
        }

        /** What frozen features are computed and answers are given in: as asked for, where that is faster here. */
        Precision answers(Backbone body) {
            return precision.filter(Precision::pays).orElseGet(body::answering);
        }

        /** For fits that are steps of a larger one: they begin anew if it is resumed. */
        Run withoutCheckpoints() {
            return new Run(hub, precision, keep, Optional.empty(), false, progress, lengths, deadline);
        }

        /** For one of several fits. @param name of its folder among the checkpoints */
        Run part(String name) {
            Optional<Path> folder = checkpoints.map(all -> all.resolve(name));
            return new Run(hub, precision, keep, folder, resume, progress, lengths, deadline);
        }

        /** For a strategy of other phases, which last as long as it says. */
        Run unmeasured() {
            return new Run(hub, precision, keep, checkpoints, resume, progress, List.of(), deadline);
        }

        /** Keeps its state in a folder. @param again whether to go on from there */
        public Run checkpoints(Path folder, boolean again) {
            return new Run(hub, precision, keep, Optional.of(folder), again, progress, lengths, deadline);
        }

        /** Neither looks features up nor keeps them. */
        public Run uncached() {
            return new Run(hub, precision, Features.Keep.NOTHING, checkpoints, resume, progress, lengths, deadline);
        }

        /** Tells nobody. */
        public Run quietly() {
            return told(Progress.SILENT);
        }

        /** Tells somebody else. */
        public Run told(Progress other) {
            return new Run(hub, precision, keep, checkpoints, resume, other, lengths, deadline);
        }

        /** Lasts so long and no longer. */
        public Run lasting(List<Length> phases, Deadline end) {
            return new Run(hub, precision, keep, checkpoints, resume, progress, phases, end);
        }

        public static Run defaults() {
            Hub hub = Hub.standard();
            return new Run(
                    hub,
                    Optional.empty(),
                    new Features.Keep(Optional.of(hub.home().features()), FEATURE_LIMIT),
                    Optional.empty(),
                    false,
                    Progress.SILENT);
        }
    }

    /** Begins with a network by its name in the catalogue or from a folder; by default as a linear probe. */
    public static Transfer from(String backbone) {
        return new Transfer(
                backbone,
                Optional.empty(),
                LinearProbe.DEFAULTS,
                TaskChoice.DEFAULTS,
                InputChoice.DEFAULTS,
                Prior.NONE,
                Run.defaults());
    }

    /** The file that the network's weights are read from, where the catalogue does not have them. */
    public Transfer weights(Path file) {
        return weights(Optional.of(file));
    }

    public Transfer weights(Optional<Path> file) {
        return new Transfer(backbone, file, strategy, task, input, prior, run);
    }

    public Transfer by(Strategy other) {
        return new Transfer(backbone, weights, other, task, input, prior, run);
    }

    public Transfer task(TaskChoice other) {
        return new Transfer(backbone, weights, strategy, other, input, prior, run);
    }

    public Transfer input(InputChoice other) {
        return new Transfer(backbone, weights, strategy, task, other, prior, run);
    }

    public Transfer prior(Prior other) {
        return new Transfer(backbone, weights, strategy, task, input, other, run);
    }

    public Transfer run(Run other) {
        return new Transfer(backbone, weights, strategy, task, input, prior, other);
    }

    /**
     * Trains a model. Where the strategy ends with the best epoch, a tenth of the data is held back to judge by, from
     * 200 examples on; it chooses the epoch where it has a hundred ({@link dev.graft.train.Judge#tells}).
     */
    public Model fit(Dataset<?> train, long seed) throws IOException {
        return fit(train, Optional.empty(), seed).model();
    }

    /** @param valid to judge epochs by, in place of a tenth of the training data */
    public Fitted fit(Dataset<?> train, Optional<Dataset<?>> valid, long seed) throws IOException {
        return new SingleFitting(this, train, valid, seed).run();
    }

    /**
     * How the loss goes while the learning rate rises: what to choose a rate by. Trains nothing that stays.
     *
     * @param valid as in {@link #fit(Dataset, Optional, long)}: not learned from
     */
    public RateCurve rates(Dataset<?> train, Optional<Dataset<?>> valid, long seed) throws IOException {
        return new SingleFitting(this, train, valid, seed).rates();
    }

    /**
     * Tries out on a few examples what {@link #fit} would take on all. Trains nothing that stays.
     *
     * @param limit seconds that it may take, as far as it can be helped
     * @param clock counts nanoseconds
     */
    public Rehearsed rehearse(Dataset<?> train, Optional<Dataset<?>> valid, long seed, double limit, LongSupplier clock)
            throws IOException {
        return new SingleFitting(this, train, valid, seed).rehearse(limit, clock);
    }

    /**
     * Refuses files of weights, a teacher and an adapter that do not fit: known before the data are read, which can take
     * long.
     */
    public void check() throws IOException {
        Teaching.check(this);
        if (weights.isEmpty() && prior.init().isEmpty() && strategy.adapter().isEmpty()) {
            return;
        }
        try (Backbone body = open()) {
            if (prior.init().isPresent()) {
                try (TensorFile tensors = WeightsFile.open(Path.of(prior.init().get()))) {
                    body.initialize(tensors, "");
                }
            }
            strategy.adapter().ifPresent(shape -> shape.on(body).close());
        }
    }

    /** Opens the network, set to read inputs as chosen. */
    public Backbone open() throws IOException {
        if (Catalog.find(backbone).isEmpty() && Bundle.isAt(Path.of(backbone))) {
            Bundle.check(Path.of(backbone));
        }
        boolean random = strategy.fresh() || prior.init().isPresent();
        Opening how = new Opening(weights, input.form().channels(), run.hub());
        Backbone opened = random && weights.isEmpty() ? Catalog.begin(backbone, how) : Catalog.open(backbone, how);
        try {
            return opened.input(opened.input().with(input));
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
