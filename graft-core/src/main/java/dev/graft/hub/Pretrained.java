package dev.graft.hub;

import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A pretrained network's files, verified: from the home, or from memory where the home cannot be written. */
public interface Pretrained {
    String name();

    /** Opens the weights; the caller closes them. */
    TensorFile weights() throws IOException;

    /** The bytes of one of its files, as {@link Artifact#TOKENIZER}. */
    byte[] file(String name) throws IOException;

    default byte[] tokenizer() throws IOException {
        return file(Artifact.TOKENIZER);
    }

    /** SHA-256 of the weights as published; the same however often and wherever they are fetched. */
    String fingerprint();

    /** The folder in Hugging Face's layout; empty where everything is in memory. */
    Optional<Path> folder();
}
