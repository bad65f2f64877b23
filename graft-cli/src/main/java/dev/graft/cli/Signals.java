package dev.graft.cli;

import dev.graft.train.StopRequest;
import sun.misc.Signal;

/**
 * Ctrl-C, the wish of the system to end, and a terminal that is closed: training stops at its next step with its state
 * kept. The process then halts, without Java's own end: that would unload LibTorch under threads that are still in it.
 */
final class Signals {
    static final int HUNG_UP = 129;
    static final int INTERRUPTED = 130;
    static final int TERMINATED = 143;
    private static final long PATIENCE = 10_000;
    private static final long FAREWELL = 500;

    private Signals() {}

    static void handle(Session session) {
        handle("HUP", HUNG_UP, session); // under nohup Java leaves it ignored
        handle("INT", INTERRUPTED, session);
        handle("TERM", TERMINATED, session);
    }

    private static void handle(String name, int code, Session session) {
        try {
            Signal.handle(new Signal(name), signal -> came(code, session));
        } catch (IllegalArgumentException e) {
            // this system or this Java keeps the signal to itself; the process then just ends
        }
    }

    /** Called on a thread of its own. The second one does not wait. */
    private static void came(int code, Session session) {
        if (session.signal() != 0) {
            Runtime.getRuntime().halt(code);
        }
        session.signal(code);
        if (session.progress().inSteps()) {
            session.progress().note("stopping at the next step; once more ends at once");
        }
        StopRequest.stopAll(PATIENCE);
        try {
            Thread.sleep(FAREWELL); // the main thread, if a run was stopped, now says how to go on, and exits
            Thread words = new Thread(() -> {
                session.stopped(code);
                session.out().flush();
                session.err().flush();
            }); // of its own, as whoever reads them may have hung up
            words.setDaemon(true);
            words.start();
            words.join(FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        session.tidy();
        Runtime.getRuntime().halt(code);
    }
}
