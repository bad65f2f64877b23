package dev.graft.bench.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.AdamW;
import ai.djl.training.tracker.Tracker;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/**
 * A process that fine-tunes all weights of an encoder with DJL's trainer, AdamW and cross-entropy in float32, and
 * prints how long a step took. The texts are random token ids, the same few batches over and over, so that a falling
 * loss shows that it learns.
 *
 * <p>Arguments: encoder, as {@code all-minilm-l6-v2}; texts per batch; tokens of the shortest text; tokens of the
 * longest, to which the others are padded; threads; counted steps; dropout in [0, 1), 0.1 in the paper.
 */
public final class DjlFineTune {
    private static final int CLASSES = 6;
    private static final int BATCHES = 4;
    private static final int WARM_UPS = 5;
    private static final int WORDS = 20_000; // below the vocabulary of each encoder

    private DjlFineTune() {}

    /** What it prints; losses are means over the first and the last round of batches, without the warm-up. */
    public record Result(
            String peer,
            String encoder,
            int batchSize,
            int longest,
            int threads,
            int steps,
            double medianMilliseconds,
            double bestMilliseconds,
            double firstLoss,
            double lastLoss) {}

    /**
     * The process in its fastest form. DJL's AdamW makes a dozen arrays as large as each weight and step; an allocator
     * that keeps large blocks, instead of giving them back and faulting them in again, took a third off a step of a small batch.
     */
    public static Harness.Child child(
            CarriedEncoder encoder, int batchSize, int shortest, int longest, int threads, int steps, double dropout) {
        return Harness.Child.of(
                        DjlFineTune.class,
                        encoder.modelName(),
                        String.valueOf(batchSize),
                        String.valueOf(shortest),
                        String.valueOf(longest),
                        String.valueOf(threads),
                        String.valueOf(steps),
                        String.valueOf(dropout))
                .with("OMP_NUM_THREADS", String.valueOf(threads))
                .with("MALLOC_MMAP_THRESHOLD_", "1000000000")
                .with("MALLOC_TRIM_THRESHOLD_", "2000000000");
    }

    public static void main(String[] arguments) throws IOException {
        CarriedEncoder encoder = CarriedEncoder.named(arguments[0]);
        int batchSize = Integer.parseInt(arguments[1]);
        int shortest = Integer.parseInt(arguments[2]);
        int longest = Integer.parseInt(arguments[3]);
        int threads = Integer.parseInt(arguments[4]);
        int steps = Math.max(Integer.parseInt(arguments[5]), BATCHES);
        float dropout = Float.parseFloat(arguments[6]);
        DjlEngine.start(threads).setRandomSeed(42);
        DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(AdamW.builder()
                        .optLearningRateTracker(Tracker.fixed(5e-5f))
                        .optWeightDecays(0.01f)
                        .build());
        try (Model model = Model.newInstance(encoder.modelName(), Device.cpu(), "PyTorch")) {
            DjlBert bert = new DjlBert(OnnxWeights.of(encoder), encoder.heads(), dropout, model.getNDManager());
            model.setBlock(new DjlClassifier(bert, encoder.pooling(), CLASSES, dropout));
            try (Trainer trainer = model.newTrainer(config)) {
                Shape shape = new Shape(batchSize, longest);
                trainer.initialize(shape, shape);
                double[] losses = new double[WARM_UPS + steps];
                int[] step = {0};
                double[] seconds = Timing.seconds(WARM_UPS, steps, () -> {
                    losses[step[0]] = step(trainer, shape, shortest, new Random(step[0] % BATCHES));
                    step[0]++;
                });
                Figures.print(new Result(
                        "djl",
                        encoder.modelName(),
                        batchSize,
                        longest,
                        threads,
                        steps,
                        1e3 * Timing.median(seconds),
                        1e3 * Arrays.stream(seconds).min().orElseThrow(),
                        mean(losses, WARM_UPS),
                        mean(losses, losses.length - BATCHES)));
            }
        }
    }

    /** One step on the batch that the generator draws; its loss. */
    private static double step(Trainer trainer, Shape shape, int shortest, Random random) {
        long[] ids = random.longs(shape.size(), 1000, WORDS).toArray();
        long[] classes = random.longs(shape.get(0), 0, CLASSES).toArray();
        try (NDManager scope = trainer.getManager().newSubManager()) {
            NDList inputs = new NDList(scope.create(ids, shape), scope.create(mask(shape, shortest, random), shape));
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

    /** 1 for each token of texts of random lengths, 0 behind them. */
    private static long[] mask(Shape shape, int shortest, Random random) {
        int longest = (int) shape.get(1);
        long[] mask = new long[(int) shape.size()];
        for (int text = 0; text < shape.get(0); text++) {
            int from = text * longest;
            Arrays.fill(mask, from, from + shortest + random.nextInt(longest - shortest + 1), 1);
        }
        return mask;
    }

    private static double mean(double[] losses, int from) {
        return Arrays.stream(losses, from, from + BATCHES).average().orElseThrow();
    }
}
