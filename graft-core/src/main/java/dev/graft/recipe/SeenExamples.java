package dev.graft.recipe;

import dev.graft.base.ByteSource;
import dev.graft.base.Digest;
import dev.graft.base.Lines;
import dev.graft.data.Content;
import dev.graft.data.Dataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Which inputs a model was trained on, each as 64 bits of its SHA-256: so that whoever measures the model on them again
 * can be told. The inputs themselves are not kept.
 */
public final class SeenExamples {
    /** Its file in a bundle. */
    public static final String FILE = "seen.bin";

    private final long[] sorted;

    private SeenExamples(long[] hashes) {
        sorted = hashes;
        Arrays.sort(sorted);
    }

    public static SeenExamples of(Dataset<?>... data) throws IOException {
        LongStream.Builder hashes = LongStream.builder();
        for (Dataset<?> one : data) {
            for (int i = 0; i < one.size(); i++) {
                hashes.add(hash(one.get(i).input()));
            }
        }
        return new SeenExamples(hashes.build().toArray());
    }

    /** Those of several. */
    static SeenExamples all(Collection<SeenExamples> parts) {
        return new SeenExamples(
                parts.stream().flatMapToLong(part -> Arrays.stream(part.sorted)).toArray());
    }

    /** Reads what {@link #bytes()} gave; what stands behind the last whole number is not looked at. */
    public static SeenExamples of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new SeenExamples(IntStream.range(0, bytes.length / Long.BYTES)
                .mapToLong(i -> buffer.getLong())
                .toArray());
    }

    /** Those of the model in a bundle; none where it does not say. */
    public static SeenExamples in(Path bundle) throws IOException {
        Path file = bundle.resolve(FILE);
        return of(Files.isRegularFile(file) ? ByteSource.whole(file, ByteSource.BUDGET) : new byte[0]);
    }

    public byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(sorted.length * Long.BYTES);
        Arrays.stream(sorted).forEach(buffer::putLong);
        return buffer.array();
    }

    /** How many examples of a dataset have an input that was trained on. */
    public int among(Dataset<?> data) throws IOException {
        int count = 0;
        for (int i = 0; i < data.size() && sorted.length > 0; i++) { // else nothing needs to be read
            count += holds(data.get(i).input()) ? 1 : 0;
        }
        return count;
    }

    /** What is to be said of a measurement, where some of its examples were trained on. */
    public static Optional<String> warning(Path bundle, int seen, int examples) {
        return seen == 0
                ? Optional.empty()
                : Optional.of(seen + " of these " + Lines.count(examples, "test example") + " were trained on by "
                        + bundle.toAbsolutePath().normalize().getFileName()
                        + ": on them the model looks better than it is");
    }

    /** The same of a network that is learned further, where it learned the task itself. */
    static Optional<String> warning(String backbone, Dataset<?> test) throws IOException {
        Path bundle = Path.of(backbone);
        return warning(bundle, in(bundle).among(test), test.size());
    }

    boolean holds(Object input) throws IOException {
        return Arrays.binarySearch(sorted, hash(input)) >= 0;
    }

    private static long hash(Object input) throws IOException {
        return ByteBuffer.wrap(Digest.sha256().digest(((Content) input).bytes()))
                .getLong();
    }
}
