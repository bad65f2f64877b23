package dev.graft.bench.study;

import dev.graft.backbone.Loading;
import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.ImageInput;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Parallel;
import dev.graft.engine.Tensor;
import dev.graft.nn.Flow;
import dev.graft.vision.Architecture;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import dev.graft.weights.TensorFile;
import dev.graft.weights.WeightsFile;
import java.io.IOException;
import java.util.List;

/**
 * A published network with its own classifier.
 *
 * @param architecture its name
 * @param weights name of the shared file
 * @param classes that it tells apart
 */
record Classifier(String architecture, String weights, int classes) {
    private static final int BATCH = 16;

    /** The likeliest class of each picture, by the network's own numbering. */
    int[] answers(Dataset<Image> data) throws IOException {
        Architecture known = Architectures.named(architecture);
        try (Network network = known.builder().build(known.preparation().channels(), classes);
                TensorFile file = WeightsFile.open(StudyNetwork.sharedWeights(weights))) {
            Loading.into(architecture).read(file, network.named());
            network.train(false);
            PreparedSet prepared = PreparedSet.of(ImageInput.of(known.preparation()), data);
            int[] answers = new int[data.size()];
            List<int[]> batches = prepared.byLength(BATCH);
            Parallel.run(batches.size(), b -> {
                int[] batch = batches.get(b);
                Tensor logits = network.logits(prepared.batch(batch).inputs().get(Flow.PIXELS));
                float[] values = logits.toFloats();
                for (int i = 0; i < batch.length; i++) {
                    answers[batch[i]] = largest(values, i * classes) - i * classes;
                }
            });
            return answers;
        }
    }

    private int largest(float[] values, int from) {
        int best = from;
        for (int i = from + 1; i < from + classes; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
