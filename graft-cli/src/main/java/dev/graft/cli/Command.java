package dev.graft.cli;

import java.util.List;
import java.util.concurrent.Callable;

/** One of Graft's commands. */
abstract class Command implements Callable<Integer> {
    private final Session session;

    Command(Session session) {
        this.session = session;
    }

    /** Every command; one line each. */
    static List<Command> all(Session session) {
        return List.of(
                new DemoCommand(session),
                new TrainCommand(session),
                new MultiTaskCommand(session),
                new PretrainCommand(session),
                new EvaluateCommand(session),
                new CrossvalCommand(session),
                new PredictCommand(session),
                new FeaturesCommand(session),
                new ModelsCommand(session),
                new StrategiesCommand(session),
                new AugmentCommand(session),
                new DoctorCommand(session),
                new CacheCommand(session),
                new HelpCommand(session));
    }

    Session session() {
        return session;
    }

    /** Does the work; what goes wrong is thrown and told elsewhere. */
    abstract void run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        run();
        return session.exitCode();
    }
}
