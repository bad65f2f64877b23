package dev.graft.bench.peers;

import ai.djl.engine.Engine;

/** Start of DJL's PyTorch engine: its settings are read once, when it loads. */
final class DjlEngine {
    private DjlEngine() {}

    /** Offline, without calling home, with the natives of the class path. */
    static Engine start(int threads) {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        Engine engine = Engine.getEngine("PyTorch");
        if (engine == null) {
            throw new IllegalStateException("DJL's PyTorch engine is not on the class path");
        }
        return engine;
    }
}
