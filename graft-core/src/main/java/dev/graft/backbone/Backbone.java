package dev.graft.backbone;

import dev.graft.data.InputSpec;
import dev.graft.engine.Precision;
import dev.graft.nn.Flow;
import dev.graft.nn.Layer;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.util.Map;

/** A pretrained network without its last layer. Many threads may run it while nothing trains it. */
public interface Backbone extends AutoCloseable {
    /** In the fingerprint of a network that took over tensors: before the SHA-256 of the file. */
    String BEGUN = " begun from ";

    /** As people and the catalogue call it. */
    String name();

    /** What a batch must look like: the tokenizer; or size, mean, deviation. */
    InputSpec<?> input();

    /**
     * This network with another input specification, as near to it as the network allows, sharing all weights: closing
     * either closes both.
     */
    Backbone input(InputSpec<?> input);

    /** The parts from input to output; every parameter is in exactly one. */
    Stages stages();

    /** The layers of one stage. */
    Layer stage(int index);

    /** What the reference library's names of a stage's tensors begin with, with a dot; or nothing. */
    String prefix(int index);

    /** Every parameter and buffer under the name that the reference library gives it. */
    Map<String, dev.graft.engine.Tensor> state();

    /** Width D of a feature vector. */
    int width();

    /**
     * Runs some of the stages: all of them for features, the frozen ones for the cache, the rest from it.
     *
     * @param in what stage {@code from} takes; for the first, a batch prepared as {@link #input()} says
     * @return what stage {@code to - 1} gives; the last one adds {@code pooled} (N, D) float32, pooled and normalised as
     *     the network's own recipe says
     */
    Flow run(Flow in, int from, int to);

    /** SHA-256 of the weights as they were loaded; says nothing about training since. */
    String fingerprint();

    /** Where the weights came from, their licence and how to get them again. */
    Origin origin();

    /** The files of this network in the field's own layout, all but the weights: configuration, tokenizer. */
    Map<String, byte[]> files();

    /** Whether a part that learns now lets the examples of a batch bear on each other, as batch norm does. */
    default boolean couples() {
        return false;
    }

    /** Whether it reads pictures of another size than it was made for as it is. */
    default boolean anySize() {
        return false;
    }

    /** What it is trained in where nobody says: the fastest for it on this processor. */
    default Precision fastest() {
        return Precision.fastest();
    }

    /**
     * What its features and answers are computed in where nobody says: bf16 where that is faster on this processor and as
     * good, as in networks of convolutions; else fp32.
     */
    default Precision answering() {
        return Precision.FP32;
    }

    /** Begins anew at random: training from scratch. */
    void forget(long seed);

    /**
     * Takes over what fits by name and shape of other weights.
     *
     * @param sha256 of the file
     */
    Initialization initialize(TensorFile weights, String sha256) throws IOException;

    @Override
    void close();
}
