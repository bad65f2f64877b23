package dev.graft.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A process that encodes texts with one peer and prints how long it took.
 *
 * <p>Arguments: {@code onnxruntime} or {@code djl}; encoder, as {@code all-minilm-l6-v2}; a file with a text per line;
 * texts per batch; longest text in tokens; form, as {@code 2x1}, for ONNX Runtime also {@code fastest}; counted runs;
 * how many vectors to print.
 */
public final class EncodeTexts {
    private EncodeTexts() {}

    /**
     * What it prints.
     *
     * @param openSeconds until the encoder was ready, without the start of Java; with the form's choice, if it chose
     * @param bestSeconds of the counted runs over all texts, after one that did not count
     */
    public record Result(
            String peer,
            String encoder,
            String form,
            int texts,
            double openSeconds,
            double bestSeconds,
            double medianSeconds,
            double textsPerSecond,
            float[][] vectors) {}

    /** A process for DJL; each caller's threads are told by the environment, as OpenMP has no other way for all. */
    public static Harness.Child djl(
            CarriedEncoder encoder, Path texts, int batchSize, int longest, Form form, int runs, int vectors) {
        return child("djl", encoder, texts, batchSize, longest, form.toString(), runs, vectors)
                .with("OMP_NUM_THREADS", String.valueOf(form.threadsEach()));
    }

    /** A process for ONNX Runtime, which tries the forms of {@link Form#of} and takes the fastest. */
    public static Harness.Child onnxRuntime(
            CarriedEncoder encoder, Path texts, int batchSize, int longest, int runs, int vectors) {
        return child("onnxruntime", encoder, texts, batchSize, longest, "fastest", runs, vectors);
    }

    private static Harness.Child child(
            String peer,
            CarriedEncoder encoder,
            Path texts,
            int batchSize,
            int longest,
            String form,
            int runs,
            int vectors) {
        return Harness.Child.of(
                EncodeTexts.class,
                peer,
                encoder.modelName(),
                texts.toString(),
                String.valueOf(batchSize),
                String.valueOf(longest),
                form,
                String.valueOf(runs),
                String.valueOf(vectors));
    }

    public static void main(String[] arguments) throws IOException {
        String peer = arguments[0];
        CarriedEncoder encoder = CarriedEncoder.named(arguments[1]);
        List<String> texts = Files.readAllLines(Path.of(arguments[2]));
        int batchSize = Integer.parseInt(arguments[3]);
        int longest = Integer.parseInt(arguments[4]);
        int runs = Integer.parseInt(arguments[6]);
        long start = System.nanoTime();
        String form = arguments[5];
        SentenceEncoder opened;
        if (peer.equals("djl")) {
            opened = new DjlEncoder(encoder, Form.parse(form));
        } else if (form.equals("fastest")) {
            List<String> sample = texts.subList(0, Math.min(texts.size(), 128));
            int cores = Runtime.getRuntime().availableProcessors();
            OnnxRuntimeEncoder chosen = OnnxRuntimeEncoder.fastest(encoder, cores, sample, batchSize, longest);
            form = chosen.form().toString();
            opened = chosen;
        } else {
            opened = OnnxRuntimeEncoder.open(encoder, Form.parse(form));
        }
        double openSeconds = (System.nanoTime() - start) / 1e9;
        try (opened) {
            double[] seconds = Timing.seconds(1, runs, () -> opened.encode(texts, batchSize, longest));
            double best = Arrays.stream(seconds).min().orElseThrow();
            int shown = Math.min(Integer.parseInt(arguments[7]), texts.size());
            float[][] vectors = opened.encode(texts.subList(0, shown), batchSize, longest);
            Figures.print(new Result(
                    peer,
                    encoder.modelName(),
                    form,
                    texts.size(),
                    openSeconds,
                    best,
                    Timing.median(seconds),
                    texts.size() / best,
                    vectors));
        }
    }
}
