package dev.graft.bench.own;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.data.Image;
import dev.graft.data.ImageInput;
import dev.graft.data.InputChoice;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Autocast;
import dev.graft.engine.Engine;
import dev.graft.engine.Parallel;
import dev.graft.engine.Precision;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.image.Preparation;
import dev.graft.nn.Flow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A process that makes features of pictures with Graft and prints how long each part took: decoding, the network, both.
 *
 * <p>Arguments: architecture; safetensors file of its weights; folder of pictures; side of the square in pixels;
 * {@code FP32} or {@code BF16}; counted runs, 0 to time nothing; how many vectors to print.
 */
public final class EncodePictures {
    private static final int BATCH = 16; // as Features has it

    private final Backbone backbone;
    private final List<Path> files;
    private final Precision precision;
    private final int runs;

    private EncodePictures(Backbone backbone, List<Path> files, Precision precision, int runs) {
        this.backbone = backbone;
        this.files = files;
        this.precision = precision;
        this.runs = runs;
    }

    /** Work that may fail. */
    private interface Work {
        void run() throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(Path.of(arguments[2]))) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        InputChoice size = InputChoice.DEFAULTS.size(Integer.parseInt(arguments[3]));
        Precision precision = Precision.valueOf(arguments[4]);
        try (Backbone opened = Catalog.open(arguments[0], Optional.of(Path.of(arguments[1])), Hub.standard())) {
            Backbone sized = opened.input(opened.input().with(size));
            new EncodePictures(sized, files, precision, Integer.parseInt(arguments[5]))
                    .run(Integer.parseInt(arguments[6]));
        }
    }

    private void run(int shown) throws IOException {
        float[][] vectors = features(files.subList(0, shown));
        double together = rate(() -> features(files));
        float[][] pixels = new float[(files.size() + BATCH - 1) / BATCH][];
        double decode = rate(() -> Parallel.run(pixels.length, b -> pixels[b] = pixels(b)));
        double network = rate(() -> Parallel.run(pixels.length, b -> alone(pixels[b])));
        Line.print(
                "decodePerSecond", decode,
                "networkPerSecond", network,
                "togetherPerSecond", together,
                "threads", Engine.threads(),
                "peakBytes", Line.peakBytes(),
                "vectors", vectors);
    }

    /** As a user of the library has them. */
    private float[][] features(List<Path> some) throws IOException {
        PreparedSet prepared =
                PreparedSet.of(backbone.input(), some.stream().map(Image::of).toList());
        int last = backbone.stages().count();
        return Features.of(backbone, prepared, last, precision, Features.Keep.NOTHING, done -> {})
                .rows();
    }

    /** A batch of pictures, read, decoded, cut out and scaled, (count, 3, size, size). */
    private float[] pixels(int batch) {
        Preparation preparation = ((ImageInput) backbone.input()).preparation();
        int each = 3 * preparation.size() * preparation.size();
        List<Path> some = files.subList(batch * BATCH, Math.min(files.size(), (batch + 1) * BATCH));
        float[] planes = new float[some.size() * each];
        IntStream.range(0, some.size()).forEach(i -> {
            try {
                var picture = Image.of(some.get(i)).pixels(preparation.shorter());
                preparation.planes(preparation.square(picture), planes, i * each);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return planes;
    }

    private float[] alone(float[] planes) {
        int side = ((ImageInput) backbone.input()).preparation().size();
        try (Autocast half = Autocast.open(precision)) {
            Tensor pixels = Tensor.of(planes, planes.length / (3L * side * side), 3, side, side);
            return backbone.run(
                            Flow.of(Flow.PIXELS, pixels), 0, backbone.stages().count())
                    .get(Flow.POOLED)
                    .toFloats();
        }
    }

    /** Pictures a second in the best of the counted runs; the first run does not count. */
    private double rate(Work work) throws IOException {
        double best = Double.POSITIVE_INFINITY;
        for (int i = -1; i < runs && runs > 0; i++) {
            long began = System.nanoTime();
            work.run();
            best = i < 0 ? best : Math.min(best, (System.nanoTime() - began) / 1e9);
        }
        return runs == 0 ? 0 : files.size() / best;
    }
}
