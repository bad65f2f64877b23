package dev.graft.engine;

import org.bytedeco.javacpp.PointerScope;

/**
 * Owns every tensor that this thread makes until it closes: then they are freed together. Scopes nest; an operation
 * outside any scope is refused, so that a leak is an error at once and not a full memory after an hour.
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *     Tensor y = x.matmul(w);
 *     return y.toFloats();
 * }
 * }</pre>
 */
public final class Scope implements AutoCloseable {
    private final PointerScope outer;
    private final PointerScope scope;

    private Scope() {
        outer = PointerScope.getInnerScope();
        scope = new PointerScope();
    }

    public static Scope open() {
        Engine.start();
        Engine.threadsHere();
        return new Scope();
    }

    /**
     * Lets a tensor outlive this scope: the enclosing scope takes it over; without one it is the caller's, who closes
     * it.
     */
    public Tensor keep(Tensor tensor) {
        if (outer != null) {
            outer.attach(tensor.raw());
        } else {
            tensor.raw().retainReference();
        }
        return tensor;
    }

    /** Lets a tensor outlive every scope; whoever holds it closes it. */
    public Tensor own(Tensor tensor) {
        tensor.raw().retainReference();
        return tensor;
    }

    static void require(String operation) {
        if (PointerScope.getInnerScope() == null) {
            throw new EngineException(
                    operation + " outside a scope: open one around it by try (Scope scope = Scope.open())");
        }
    }

    @Override
    public void close() {
        scope.close();
    }
}
