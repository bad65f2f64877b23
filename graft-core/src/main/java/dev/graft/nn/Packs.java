package dev.graft.nn;

import dev.graft.base.DType;
import dev.graft.engine.Autocast;
import dev.graft.engine.Precision;
import dev.graft.engine.Tensor;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** What a frozen layer derives from its weights, once per precision and only when asked for. */
final class Packs<P extends AutoCloseable> {
    private final AtomicReferenceArray<P> made = new AtomicReferenceArray<>(Precision.values().length);

    /** The precision that a frozen layer computes an input in. */
    static Precision precision(Tensor x) {
        return x.dtype() == DType.BF16 || Autocast.on() ? Precision.BF16 : Precision.FP32;
    }

    static Tensor typed(Tensor x, Precision precision) {
        return precision == Precision.BF16 ? x.to(DType.BF16) : x;
    }

    P get(Precision precision, Function<Precision, P> make) {
        P known = made.get(precision.ordinal());
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (made.get(precision.ordinal()) == null) {
                made.set(precision.ordinal(), make.apply(precision));
            }
            return made.get(precision.ordinal());
        }
    }

    synchronized void release() {
        for (int i = 0; i < made.length(); i++) {
            close(made.getAndSet(i, null));
        }
    }

    private void close(P old) {
        try {
            if (old != null) {
                old.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
