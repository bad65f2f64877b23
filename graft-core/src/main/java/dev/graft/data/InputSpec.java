package dev.graft.data;

import dev.graft.nn.Flow;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a batch must look like: a backbone states it, and what it says goes into the bundle.
 *
 * @param <S> what it takes: {@link Text}, {@link Image}, later sound
 */
public interface InputSpec<S> {
    /** The kind of input this takes. */
    Class<S> takes();

    Modality modality();

    /** Turns one input into what the network takes; called on worker threads. */
    Prepared prepare(S input);

    /** An input as a network that learns sees it this time: changed at random from a seed, where that was chosen. */
    default Prepared drawn(Prepared input, long seed) {
        return input;
    }

    /** How inputs are read when a share of the training is over, in [0, 1]: pictures may begin smaller. */
    default InputSpec<S> at(double progress) {
        return this;
    }

    /** In how many ways a frozen network is shown each input: the first time as it is, then {@link #drawn}. */
    default int draws() {
        return 1;
    }

    /** How the inputs of a batch are mixed with each other while a network learns. */
    default Optional<Mixing> mixing() {
        return Optional.empty();
    }

    /** Puts prepared inputs into tensors, padded to the longest of them. */
    Flow collate(List<Prepared> inputs);

    /** This input read otherwise. @throws dev.graft.base.BadArgument where the choice is not for such inputs */
    InputSpec<S> with(InputChoice choice);

    /** Whether something of this is still to be taken from a training part; see {@link #measured}. */
    default boolean unmeasured() {
        return false;
    }

    /** The same with what it takes from a training part, as statistics where they were chosen. */
    default InputSpec<S> measured(Dataset<?> train) throws IOException {
        return this;
    }

    /** The choice that makes this of what the network states. */
    InputChoice choice();

    /** Changes with everything that changes what {@link #prepare} and {@link #collate} give. */
    String fingerprint();
}
