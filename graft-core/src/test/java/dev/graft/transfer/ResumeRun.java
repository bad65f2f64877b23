package dev.graft.transfer;

import dev.graft.data.Dataset;
import dev.graft.data.Modality;
import dev.graft.data.Split;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
import dev.graft.train.Averaging;
import dev.graft.train.Progress;
import dev.graft.train.StopRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A training run that can be killed: the same in this process and in one of its own. */
final class ResumeRun {
    static final int EPOCHS = 5;

    private ResumeRun() {}

    /** @param last how many stages train, 0 for all @param how an optimizer, a strategy of few parameters, or what else */
    static Transfer transfer(Path home, int last, String how) {
        return Transfer.from(home.resolve("tiny").toString()).by(strategy(last, how));
    }

    private static Strategy strategy(int last, String how) {
        return switch (how) {
            case "sgd-worse" -> // its first epoch is its best
                new FineTune(last, List.of(), steps(0.1, "sgd", "constant", 0));
            case "gradual" -> new GradualUnfreeze(2, 0.5, true, steps(0.005, "adamw", "slanted", 0.1));
            case "mixed", "guard", "few" -> new ProbeFineTune(1, 0, true, steps(0.005, "adamw", "linear", 0.1));
            case "pairs" -> ProbeFineTune.DEFAULTS.mixed();
            case "uniform", "greedy" -> new ProbeFineTune(0, 1, true, steps(0.005, "adamw", "linear", 0.1));
            case "averaged" ->
                new FineTune(
                        last, List.of(), steps(0.005, "adamw", "constant", 0.1).averaging(new Averaging(0, 0.6)));
            case "bitfit", "norms", "dora", "ia3", "adapters", "prefix", "prompt" -> few(how);
            case "lora" -> few(how).with("dropout", 0.1);
            default -> new FineTune(last, List.of(), steps(how.equals("sgd") ? 0.2 : 0.005, how, "linear", 0.1));
        };
    }

    private static Strategy few(String name) {
        Strategy few = Strategies.named(name, Modality.TEXT).with("epochs", EPOCHS);
        return few.with("patience", EPOCHS);
    }

    private static Steps steps(double rate, String optimizer, String schedule, double warmup) {
        return new Steps(rate, EPOCHS, 32, optimizer, 0.01, schedule, warmup, 1, 1, EPOCHS, 2, 0.1);
    }

    static Fitted fit(Path home, int last, String optimizer, Transfer.Run run) throws IOException {
        Engine.threads(2);
        boolean few = optimizer.equals("few") || optimizer.equals("pairs");
        Dataset<Text> messages = few ? Messages.some(home, 7) : Messages.all(home);
        Transfer transfer = transfer(home, last, optimizer).run(run);
        return switch (optimizer) {
            case "guard" -> new Guard(3, false).fit(transfer, messages, Optional.empty(), 13);
            case "few", "pairs" -> Guard.DEFAULTS.fit(transfer, messages, Optional.empty(), 13);
            case "uniform", "greedy" ->
                new Soup(2, optimizer.equals("greedy")).fit(transfer, messages, Optional.empty(), 13);
            case "sgd-worse", "mixed" -> { // judged by enough to tell the best epoch and mixture
                Split<Text> parts = messages.split(0.7, 13);
                yield transfer.fit(parts.train(), Optional.of(parts.test()), 13);
            }
            default -> transfer.fit(messages, Optional.empty(), 13);
        };
    }

    /** HOME LAST OPTIMIZER CHECKPOINTS OUT STOP: says each step on standard output; asks itself to stop at one. */
    public static void main(String[] args) throws IOException {
        Path home = Path.of(args[0]);
        int stopAt = Integer.parseInt(args[5]);
        Progress progress = new Progress() {
            private int steps;

            @Override
            public void at(long done, String note) {
                if (note.startsWith("loss")) {
                    System.out.println("step " + ++steps);
                    if (steps == stopAt) {
                        Thread stopper = new Thread(() -> StopRequest.stopAll(1));
                        stopper.start();
                        join(stopper);
                    }
                }
            }
        };
        Transfer.Run run = Runs.with(Path.of(args[3]), true, progress);
        try (Model model = fit(home, Integer.parseInt(args[1]), args[2], run).model()) {
            Bundle.save(model, Path.of(args[4]), new Bundle.Extras(true, Map.of(), Map.of()));
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
