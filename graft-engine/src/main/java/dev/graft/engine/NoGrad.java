package dev.graft.engine;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.NoGradGuard;

/** While open, operations of this thread record nothing for gradients. */
public final class NoGrad implements AutoCloseable {
    private final NoGradGuard guard;

    private NoGrad() {
        Engine.start();
        try (PointerScope scope = new PointerScope()) {
            guard = new NoGradGuard();
            guard.retainReference(); // else an inner scope that closes first would end it
        }
    }

    public static NoGrad open() {
        return new NoGrad();
    }

    /** Whether operations of this thread record nothing now. */
    public static boolean on() {
        return !GradMode.is_enabled();
    }

    @Override
    public void close() {
        guard.close();
    }
}
