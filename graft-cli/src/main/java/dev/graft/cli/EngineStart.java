package dev.graft.cli;

import dev.graft.engine.Engine;

/** What must be set before the heavy libraries load. */
final class EngineStart {
    private static final String NATIVES = "org.bytedeco.javacpp.cachedir";

    private EngineStart() {}

    static void prepare(Session session) {
        Logs.to(session);
        if (System.getProperty(NATIVES) == null && System.getenv("JAVACPP_CACHEDIR") == null) {
            System.setProperty(
                    NATIVES, session.home().natives().toAbsolutePath().toString());
        }
        session.threads().ifPresent(Engine::threads);
        Engine.warm(); // beside all that comes before the first tensor
    }
}
