package dev.graft.bench.peers;

import dev.graft.bench.own.Line;
import dev.graft.image.PictureFile;
import dev.graft.image.Preparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that makes features of pictures with one peer, decoded by Graft's own reader, and prints how long each part
 * took.
 *
 * <p>Arguments: {@code onnxruntime} or {@code djl}; network, as {@code resnet18}; safetensors file of its weights;
 * folder of pictures; side of the square in pixels; pictures per batch; counted runs, 0 to time nothing; how many
 * vectors to print.
 */
public final class EncodePictures {
    private final PictureWeights weights;
    private final PictureNetwork network;
    private final Preparation preparation;
    private final List<Path> files;
    private final int batch;
    private final int runs;

    /**
     * What it prints. Rates are pictures a second.
     *
     * @param form in which the network ran fastest; with decoding there is one caller per core
     */
    public record Result(
            String peer,
            String network,
            String form,
            double decodePerSecond,
            double networkPerSecond,
            double togetherPerSecond,
            long peakBytes,
            float[][] vectors) {}

    private EncodePictures(String[] arguments) throws IOException {
        network = PictureNetwork.named(arguments[1]);
        weights = PictureWeights.read(Path.of(arguments[2]));
        try (Stream<Path> found = Files.walk(Path.of(arguments[3]))) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        preparation = Preparation.IMAGENET.size(Integer.parseInt(arguments[4]));
        batch = Integer.parseInt(arguments[5]);
        runs = Integer.parseInt(arguments[6]);
    }

    /** A process of either peer. */
    public static Harness.Child child(String peer, String... arguments) {
        String[] all = Stream.concat(Stream.of(peer), Arrays.stream(arguments)).toArray(String[]::new);
        Harness.Child child = Harness.Child.of(EncodePictures.class, all);
        return peer.equals("djl") ? child.with("OMP_NUM_THREADS", "1") : child; // a caller per core
    }

    public static void main(String[] arguments) throws Exception {
        new EncodePictures(arguments).run(arguments[0], Integer.parseInt(arguments[7]));
    }

    private void run(String peer, int shown) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        Form oneEach = new Form(cores, 1, false);
        try (Callers callers = new Callers(cores);
                PictureEncoder encoder = open(peer, oneEach)) {
            float[][] vectors = encoder.features(pixels(0, shown), shown);
            float[][] pixels = new float[batches()][];
            double decode = rate(() -> callers.each(batches(), b -> pixels[b] = pixels(b * batch, count(b))));
            double together =
                    rate(() -> callers.each(batches(), b -> encoder.features(pixels(b * batch, count(b)), count(b))));
            Form best = oneEach;
            double most = 0;
            for (Form form : peer.equals("djl") ? List.of(oneEach) : Form.of(cores)) { // DJL has one form a process
                double rate = alone(peer, form, encoder, oneEach, pixels);
                best = rate > most ? form : best;
                most = Math.max(most, rate);
            }
            Figures.print(new Result(
                    peer, network.name(), best.toString(), decode, most, together, Line.peakBytes(), vectors));
        }
    }

    /** Pictures a second through the network alone. @param known opened in form {@code knownForm} already */
    private double alone(String peer, Form form, PictureEncoder known, Form knownForm, float[][] pixels)
            throws IOException {
        PictureEncoder encoder = form.equals(knownForm) ? known : open(peer, form);
        try (Callers callers = new Callers(form.callers())) {
            return rate(() -> callers.each(batches(), b -> encoder.features(pixels[b], count(b))));
        } finally {
            if (encoder != known) {
                encoder.close();
            }
        }
    }

    private PictureEncoder open(String peer, Form form) throws IOException {
        return peer.equals("djl")
                ? new DjlPictures(network, weights, form, preparation.size())
                : new OnnxRuntimePictures(
                        OnnxPictureGraph.of(network, weights, preparation.size()), form, preparation.size());
    }

    private double rate(Timing.Work work) {
        return runs == 0 ? 0 : files.size() / Timing.best(1, runs, work);
    }

    private int batches() {
        return (files.size() + batch - 1) / batch;
    }

    private int count(int number) {
        return Math.min(batch, files.size() - number * batch);
    }

    /** Some of the pictures, read, decoded, cut out and scaled, (count, 3, size, size). */
    private float[] pixels(int from, int count) throws IOException {
        int each = 3 * preparation.size() * preparation.size();
        float[] planes = new float[count * each];
        for (int i = 0; i < count; i++) {
            Path file = files.get(from + i);
            var picture = PictureFile.decode(Files.readAllBytes(file), file.toString(), preparation.shorter());
            preparation.planes(preparation.square(picture), planes, i * each);
        }
        return planes;
    }
}
