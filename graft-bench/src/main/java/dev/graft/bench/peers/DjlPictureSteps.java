package dev.graft.bench.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.graft.bench.own.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * A process that trains all weights of a network for pictures with DJL's trainer, SGD with momentum and cross-entropy in
 * float32, and prints how long a step took. The pictures are noise, the same few batches over and over, so that a
 * falling loss shows that it learns.
 *
 * <p>Arguments: network, as {@code resnet18}; safetensors file of its weights; pictures per batch; side of a picture in
 * pixels; counted steps; threads.
 */
public final class DjlPictureSteps {
    private static final int CLASSES = 6;
    private static final int BATCHES = 4;
    private static final int WARM_UPS = 5;

    private DjlPictureSteps() {}

    /** What it prints; losses are means over the first and the last round of batches. */
    public record Result(
            String peer,
            double medianMilliseconds,
            double bestMilliseconds,
            double firstLoss,
            double lastLoss,
            long peakBytes) {}

    /** The process, with an allocator that keeps large blocks, as for texts. */
    public static Harness.Child child(String network, Path weights, int batch, int size, int steps, int threads) {
        return Harness.Child.of(
                        DjlPictureSteps.class,
                        network,
                        weights.toString(),
                        String.valueOf(batch),
                        String.valueOf(size),
                        String.valueOf(steps),
                        String.valueOf(threads))
                .with("OMP_NUM_THREADS", String.valueOf(threads))
                .with("MALLOC_MMAP_THRESHOLD_", "1000000000")
                .with("MALLOC_TRIM_THRESHOLD_", "2000000000");
    }

    public static void main(String[] arguments) throws IOException {
        PictureNetwork network = PictureNetwork.named(arguments[0]);
        PictureWeights weights = PictureWeights.read(Path.of(arguments[1]));
        int batch = Integer.parseInt(arguments[2]);
        int size = Integer.parseInt(arguments[3]);
        int steps = Math.max(Integer.parseInt(arguments[4]), BATCHES);
        DjlEngine.start(Integer.parseInt(arguments[5])).setRandomSeed(42);
        DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(0.003f))
                        .optMomentum(0.9f)
                        .build());
        try (Model model = Model.newInstance("pictures", Device.cpu(), "PyTorch")) {
            Block body = new DjlPictureBlock(network, weights, true, model.getNDManager());
            model.setBlock(new SequentialBlock()
                    .add(body)
                    .add(Linear.builder().setUnits(CLASSES).build()));
            try (Trainer trainer = model.newTrainer(config)) {
                Shape shape = new Shape(batch, 3, size, size);
                trainer.initialize(shape);
                double[] losses = new double[WARM_UPS + steps];
                int[] step = {0};
                double[] seconds = Timing.seconds(WARM_UPS, steps, () -> {
                    losses[step[0]] = step(trainer, shape, new Random(step[0] % BATCHES));
                    step[0]++;
                });
                Figures.print(new Result(
                        "djl",
                        1e3 * Timing.median(seconds),
                        1e3 * Arrays.stream(seconds).min().orElseThrow(),
                        mean(losses, 0),
                        mean(losses, losses.length - BATCHES),
                        Line.peakBytes()));
            }
        }
    }

    /** One step on the batch that the generator draws; its loss. */
    private static double step(Trainer trainer, Shape shape, Random random) {
        float[] pixels = new float[(int) shape.size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat() * 4 - 2;
        }
        long[] classes = random.longs(shape.get(0), 0, CLASSES).toArray();
        try (NDManager scope = trainer.getManager().newSubManager()) {
            NDList inputs = new NDList(scope.create(pixels, shape));
            NDList labels = new NDList(scope.create(classes));
            NDArray loss;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                loss = trainer.getLoss().evaluate(labels, trainer.forward(inputs, labels));
                collector.backward(loss);
            }
            trainer.step();
            return loss.getFloat();
        }
    }

    private static double mean(double[] losses, int from) {
        return Arrays.stream(losses, from, from + BATCHES).average().orElseThrow();
    }
}
