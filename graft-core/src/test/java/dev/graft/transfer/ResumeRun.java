package dev.graft.transfer;

import dev.graft.data.Dataset;
import dev.graft.data.Modality;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.testing.Messages;
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

    /** @param last how many stages train, 0 for all @param optimizer or a strategy that trains a few parameters */
    static Transfer transfer(Path home, int last, String optimizer) {
        if (Strategies.names().contains(optimizer)) {
            Strategy few =
                    Strategies.with(Strategies.named(optimizer, Modality.TEXT), "epochs", Integer.toString(EPOCHS));
            few = Strategies.with(few, "patience", Integer.toString(EPOCHS));
            return Transfer.from(home.resolve("tiny").toString())
                    .by(optimizer.equals("lora") ? Strategies.with(few, "dropout", "0.1") : few);
        }
        boolean worse = optimizer.equals("sgd-worse"); // its first epoch is its best
        double rate = worse ? 0.05 : optimizer.equals("sgd") ? 0.2 : 0.005;
        Steps steps = new Steps(
                rate,
                EPOCHS,
                32,
                worse ? "sgd" : optimizer,
                0.01,
                worse ? "constant" : "linear",
                worse ? 0 : 0.1,
                1,
                1,
                EPOCHS,
                2,
                0.1);
        return Transfer.from(home.resolve("tiny").toString()).by(new FineTune(last, List.of(), steps));
    }

    static Fitted fit(Path home, int last, String optimizer, Transfer.Run run) throws IOException {
        Engine.threads(2);
        Dataset<Text> messages = Messages.all(home);
        return transfer(home, last, optimizer).run(run).fit(messages, Optional.empty(), 13);
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
