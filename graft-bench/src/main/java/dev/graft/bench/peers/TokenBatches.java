package dev.graft.bench.peers;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.graft.base.Check;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Texts to batches of token ids: all are tokenized first and sorted by length, so that a batch holds texts of about one
 * length and little padding is computed. The longest batch comes first, so that the last ones even out the callers.
 */
final class TokenBatches implements AutoCloseable {
    private final CarriedEncoder encoder;
    private final Map<Integer, HuggingFaceTokenizer> tokenizers = new ConcurrentHashMap<>();

    static {
        System.setProperty("OPT_OUT_TRACKING", "true"); // else every new tokenizer asks the cloud who it is
    }

    TokenBatches(CarriedEncoder encoder) {
        this.encoder = encoder;
    }

    /** Texts of one call: where each stood in the list, and its token ids without padding, longest first. */
    record Batch(int[] places, long[][] ids) {

        /** Width of the padded batch. */
        int length() {
            return ids[0].length;
        }

        int[] lengths() {
            return Arrays.stream(ids).mapToInt(row -> row.length).toArray();
        }
    }

    List<Batch> of(List<String> texts, int batchSize, int longest) {
        Check.atLeast("batchSize", batchSize, 1);
        Check.atLeast("longest", longest, 3);
        Encoding[] encodings = tokenizer(longest).batchEncode(texts);
        long[][] ids = Arrays.stream(encodings).map(Encoding::getIds).toArray(long[][]::new);
        int[] order = IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -ids[i].length))
                .mapToInt(Integer::intValue)
                .toArray();
        return IntStream.iterate(0, start -> start < order.length, start -> start + batchSize)
                .mapToObj(start -> Arrays.copyOfRange(order, start, Math.min(start + batchSize, order.length)))
                .map(places -> new Batch(
                        places, Arrays.stream(places).mapToObj(i -> ids[i]).toArray(long[][]::new)))
                .toList();
    }

    /** Cuts and pads as asked here: MiniLM's own file says 128 tokens, and pads to 128. */
    private HuggingFaceTokenizer tokenizer(int longest) {
        return tokenizers.computeIfAbsent(longest, length -> {
            Map<String, String> options =
                    Map.of("truncation", "true", "maxLength", String.valueOf(length), "padding", "false");
            try {
                return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(encoder.tokenizer()), options);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() {
        tokenizers.values().forEach(HuggingFaceTokenizer::close);
    }
}
