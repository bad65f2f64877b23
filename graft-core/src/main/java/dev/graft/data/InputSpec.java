package dev.graft.data;

import dev.graft.nn.Flow;
import java.util.List;

/**
 * What a batch must look like: a backbone states it, and what it says goes into the bundle.
 *
 * @param <S> what it takes: {@link Text}, later images and sound
 */
public interface InputSpec<S> {
    /** The kind of input this takes. */
    Class<S> takes();

    /** Turns one input into what the network takes; called on worker threads. */
    Prepared prepare(S input);

    /** Puts prepared inputs into tensors, padded to the longest of them. */
    Flow collate(List<Prepared> inputs);

    /** Changes with everything that changes what {@link #prepare} and {@link #collate} give. */
    String fingerprint();
}
