package dev.graft.bench.peers;

import java.util.List;

/** A text encoder as its library's user would call it. */
public interface SentenceEncoder extends AutoCloseable {

    /**
     * One vector of Euclidean norm 1 per text, in the order of the texts.
     *
     * @param batchSize texts of one call to the library, at least 1
     * @param longest tokens that a text is cut to, with {@code [CLS]} and {@code [SEP]}, at least 3
     */
    float[][] encode(List<String> texts, int batchSize, int longest);

    @Override
    void close();
}
