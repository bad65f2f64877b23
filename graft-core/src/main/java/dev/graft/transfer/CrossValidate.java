package dev.graft.transfer;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.Folds;
import dev.graft.data.PreparedSet;
import dev.graft.data.TrainingCheck;
import dev.graft.evaluate.CrossValidation;
import dev.graft.evaluate.Learner;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.model.Task;
import dev.graft.train.ConvexHead;
import dev.graft.train.HeadProblem;
import dev.graft.train.LabelledRows;
import dev.graft.train.LeaveOneOut;
import dev.graft.train.Plan;
import dev.graft.train.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Cross-validation of a transfer. A linear probe reads each input once, however many folds and repeats there are; every
 * other strategy trains anew for each fold.
 */
public final class CrossValidate {
    private final Transfer transfer;
    private final Optional<Procedure> procedure;
    private final Dataset<?> data;
    private final long seed;

    private CrossValidate(Transfer transfer, Optional<Procedure> procedure, Dataset<?> data, long seed) {
        this.transfer = transfer;
        this.procedure = procedure;
        this.data = data;
        this.seed = seed;
    }

    /** @param seed of the folds, and of each training */
    public static CrossValidation folds(Transfer transfer, Dataset<?> data, Folds folds, long seed) throws IOException {
        return folds(transfer, Optional.empty(), data, folds, seed);
    }

    /** @param procedure that makes each model, where one does */
    public static CrossValidation folds(
            Transfer transfer, Optional<Procedure> procedure, Dataset<?> data, Folds folds, long seed)
            throws IOException {
        return new CrossValidate(transfer, procedure, data, seed).folds(folds);
    }

    /**
     * Every example answered by a model that was trained on all others. Of a probe, which solves all of these at once,
     * class weights ({@link TaskChoice#balance}) are those of all examples.
     */
    public static CrossValidation leaveOneOut(Transfer transfer, Dataset<?> data, long seed) throws IOException {
        return leaveOneOut(transfer, Optional.empty(), data, seed);
    }

    /** @param procedure that makes each model, where one does */
    public static CrossValidation leaveOneOut(
            Transfer transfer, Optional<Procedure> procedure, Dataset<?> data, long seed) throws IOException {
        return new CrossValidate(transfer, procedure, data, seed).leaveOneOut();
    }

    private CrossValidation folds(Folds folds) throws IOException {
        long began = System.nanoTime();
        Task task = task(data);
        Look look = look();
        if (look.probe().isEmpty()) {
            return CrossValidation.of(data, task, folds, seed, trained("fold", folds.count() * folds.repeats()))
                    .cutting(look.cut());
        }
        return CrossValidation.of(data, task, folds, seed, learner(look.probe().get()))
                .took(1, seconds(began))
                .cutting(look.cut());
    }

    private CrossValidation leaveOneOut() throws IOException {
        long began = System.nanoTime();
        Task task = task(data);
        Look look = look();
        if (look.probe().isEmpty()) {
            int parts = IntStream.of(Folds.leftOut(data)).max().orElseThrow() + 1;
            return CrossValidation.leaveOneOut(data, task, seed, trained("left out", parts))
                    .cutting(look.cut());
        }
        LabelledRows examples = look.probe().get().examples();
        LabelledRows groups = new LabelledRows(examples.rows(), examples.targets(), Folds.leftOut(data));
        LeaveOneOut without = new LeaveOneOut(look.probe().get().head().strength());
        return CrossValidation.pooled(data, task, seed, without.answers(HeadProblem.of(task), groups, seed))
                .took(1, seconds(began))
                .cutting(look.cut());
    }

    private Task task(Dataset<?> of) throws IOException {
        return transfer.task().of(of, Facts.of(of));
    }

    /**
     * A model from each training part. Where the run keeps checkpoints, the answers to a part are one; a resumed run
     * does not ask for them again.
     *
     * @param part what one is called
     * @param parts that will be asked for in turn, at most
     */
    private Learner trained(String part, int parts) {
        AtomicInteger asked = new AtomicInteger();
        Transfer.Run run = transfer.run();
        return (train, test) -> {
            String title = part + " " + asked.incrementAndGet() + " of " + parts;
            Transfer one = transfer.run(run.withoutCheckpoints().told(new Titled(run.progress(), title)));
            Learner learner = Learner.of(data, some -> fitted(one, some));
            if (run.checkpoints().isEmpty()) {
                return learner.answers(train, test);
            }
            Path file = run.checkpoints().get().resolve("part-" + asked.get() + ".json");
            Optional<List<Prediction>> known = run.resume() ? KeptAnswers.read(file, test) : Optional.empty();
            if (known.isPresent()) {
                run.progress().begin(title, 1);
                run.progress().end("known from before");
                return known.get();
            }
            return KeptAnswers.asked(learner, train, test, file);
        };
    }

    private Model fitted(Transfer one, Dataset<?> train) throws IOException {
        return procedure.isPresent()
                ? procedure.get().fit(one, train, Optional.empty(), seed).model()
                : one.fit(train, seed);
    }

    private Look look() throws IOException {
        Facts facts = TrainingCheck.of(data);
        try (Backbone body = transfer.open()) {
            Plan plan = transfer.strategy().plan(body.stages(), facts);
            if (body.input().unmeasured()) { // then each fold has statistics and features of its own
                return new Look(Optional.empty(), 0);
            }
            PreparedSet prepared = PreparedSet.of(body.input(), data);
            boolean linear = procedure.isEmpty()
                    && prepared.spec().draws() == 1 // else it learns from other features than it is asked about
                    && plan.phases().size() == 1
                    && plan.phases().get(0).solver() instanceof ConvexHead
                    && !plan.fresh()
                    && transfer.prior().equals(Prior.NONE)
                    && transfer.strategy().adapter().isEmpty();
            Optional<Probe> probe = linear
                    ? Optional.of(new Probe((ConvexHead) plan.phases().get(0).solver(), examples(body, prepared)))
                    : Optional.empty();
            return new Look(probe, prepared.cut());
        }
    }

    private LabelledRows examples(Backbone body, PreparedSet prepared) throws IOException {
        Progress progress = transfer.run().progress();
        progress.begin("features", data.size());
        Features features = Features.of(
                body,
                prepared,
                body.stages().count(),
                transfer.run().answers(body),
                transfer.run().keep(),
                done -> progress.at(done, ""));
        progress.end(features.hits() == 0 ? "" : features.hits() + " of " + data.size() + " from the cache");
        return new LabelledRows(features.rows(), prepared.targets(), prepared.twins());
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    /** Everything that is fitted or chosen, the task included, comes from the training part. */
    private Learner learner(Probe probe) {
        return (train, test) -> {
            HeadProblem problem = HeadProblem.of(task(data.subset(train)));
            ConvexHead.Solved solved = probe.head.solve(problem, probe.examples.at(train), seed);
            return problem.answers(solved.fit(), probe.examples.at(test).rows());
        };
    }

    /**
     * What is known before any fold.
     *
     * @param probe the frozen features, where the strategy is a linear head on them and nothing else
     * @param cut inputs that lost a part because they were too long
     */
    private record Look(Optional<Probe> probe, int cut) {}

    private record Probe(ConvexHead head, LabelledRows examples) {}
}
