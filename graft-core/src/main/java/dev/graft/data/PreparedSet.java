package dev.graft.data;

import dev.graft.base.BadArgument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A dataset as its backbone takes it, prepared once on all cores and used in every epoch. */
public final class PreparedSet {
    private final InputSpec<?> spec;
    private final List<Prepared> inputs;
    private final List<Target> targets;

    private PreparedSet(InputSpec<?> spec, List<Prepared> inputs, List<Target> targets) {
        this.spec = spec;
        this.inputs = List.copyOf(inputs);
        this.targets = List.copyOf(targets);
    }

    /** @throws BadArgument where the data are not what the backbone takes */
    public static <T> PreparedSet of(InputSpec<T> spec, Dataset<?> data) throws IOException {
        Prepared[] inputs = new Prepared[data.size()];
        Target[] targets = new Target[data.size()];
        try {
            IntStream.range(0, inputs.length).parallel().forEach(i -> {
                try {
                    Sample<?> sample = data.get(i);
                    inputs[i] = spec.prepare(cast(spec, sample.input(), data.name()));
                    targets[i] = sample.target();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new PreparedSet(spec, Arrays.asList(inputs), Arrays.asList(targets));
    }

    /** Inputs alone, as they come to a model that is asked. */
    public static <T> PreparedSet of(InputSpec<T> spec, List<?> inputs) {
        List<Prepared> prepared = inputs.stream()
                .map(input -> spec.prepare(cast(spec, input, "the input")))
                .toList();
        return new PreparedSet(
                spec,
                prepared,
                inputs.stream().map(i -> (Target) new Target.Unlabeled()).toList());
    }

    private static <T> T cast(InputSpec<T> spec, Object input, String name) {
        if (!spec.takes().isInstance(input)) {
            throw new BadArgument(name + " holds " + words(input.getClass()) + " but the backbone reads "
                    + words(spec.takes()) + "; "
                    + (input instanceof String ? "make a text of it by Text.of" : "choose another backbone"));
        }
        return spec.takes().cast(input);
    }

    private static String words(Class<?> inputs) {
        return Image.class.isAssignableFrom(inputs)
                ? "pictures"
                : Text.class.isAssignableFrom(inputs) ? "texts" : inputs.getSimpleName();
    }

    public int size() {
        return inputs.size();
    }

    /** The same with all work done, on all cores, that is left before batches can hold the inputs. */
    public PreparedSet ready() {
        return inputs.stream().noneMatch(Prepared::waits)
                ? this
                : new PreparedSet(
                        spec, inputs.parallelStream().map(Prepared::ready).toList(), targets);
    }

    public Prepared input(int index) {
        return inputs.get(index);
    }

    /** An input as a network that learns sees it this time. */
    public Prepared drawn(int index, long seed) {
        return spec.drawn(inputs.get(index), seed);
    }

    /** All inputs as a frozen network is shown them for the {@code number}-th time: the first time as they are. */
    public PreparedSet draw(int number, long seed) {
        return number == 0
                ? this
                : new PreparedSet(
                        spec,
                        IntStream.range(0, size())
                                .mapToObj(i -> drawn(i, (seed * 1_000_003 + number) * 1_000_003 + i))
                                .toList(),
                        targets);
    }

    /** The same inputs as they are read when a share of the training is over, in [0, 1]. */
    public PreparedSet at(double progress) {
        InputSpec<?> then = spec.at(progress);
        return then.equals(spec) ? this : new PreparedSet(then, inputs, targets);
    }

    /** How the inputs are read. */
    public InputSpec<?> spec() {
        return spec;
    }

    public Target target(int index) {
        return targets.get(index);
    }

    public List<Target> targets() {
        return targets;
    }

    /** How many inputs lost a part because they were too long. */
    public int cut() {
        return (int) inputs.stream().filter(Prepared::cut).count();
    }

    /** For each example the first one whose input is equal: itself for most. */
    public int[] twins() {
        return twins(contents());
    }

    /** The same of contents that are known already. */
    public static int[] twins(byte[][] contents) {
        Map<ByteBuffer, Integer> first = new HashMap<>();
        return IntStream.range(0, contents.length)
                .map(i -> first.merge(ByteBuffer.wrap(contents[i]), i, (known, again) -> known))
                .toArray();
    }

    /** What each input is known by; worked out on all cores, as pictures may have to be read for it. */
    public byte[][] contents() {
        byte[][] contents = new byte[size()][];
        IntStream.range(0, contents.length)
                .parallel()
                .forEach(i -> contents[i] = inputs.get(i).content());
        return contents;
    }

    /** The examples at some places, in that order. */
    public PreparedSet subset(int[] indices) {
        return new PreparedSet(
                spec,
                Arrays.stream(indices).mapToObj(inputs::get).toList(),
                Arrays.stream(indices).mapToObj(targets::get).toList());
    }

    /** Puts some examples into tensors of the innermost scope. */
    public Batch batch(int[] indices) {
        return batch(indices, Arrays.stream(indices).mapToObj(inputs::get).toList());
    }

    /** @param drawn the inputs of these examples as they are this time */
    public Batch batch(int[] indices, List<Prepared> drawn) {
        List<Target> wanted = Arrays.stream(indices).mapToObj(targets::get).toList();
        return new Batch(spec.collate(drawn), wanted, indices.clone());
    }

    /** All examples in batches of similar length, longest first, so that memory is known at the start. */
    public List<int[]> byLength(int batchSize) {
        int[] order = IntStream.range(0, size())
                .boxed()
                .sorted((a, b) ->
                        Integer.compare(inputs.get(b).length(), inputs.get(a).length()))
                .mapToInt(Integer::intValue)
                .toArray();
        return IntStream.range(0, (size() + batchSize - 1) / batchSize)
                .mapToObj(i -> Arrays.copyOfRange(order, i * batchSize, Math.min((i + 1) * batchSize, order.length)))
                .toList();
    }
}
