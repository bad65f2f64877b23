package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.data.Dataset;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Autocast;
import dev.graft.engine.Parallel;
import dev.graft.engine.Precision;
import dev.graft.engine.Tensor;
import dev.graft.model.Model;
import dev.graft.model.Task;
import dev.graft.nn.Flow;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A teacher whose answers to all examples were worked out before, once: for inputs that are the same in every epoch. It
 * reads them by its own tokenizer or in its own size.
 */
public final class KnownTeacher implements Teacher {
    private static final int BATCH = 16;

    private final int width;
    private final float[][] logits;
    private final float[][] features;

    private KnownTeacher(int width, int examples) {
        this.width = width;
        logits = new float[examples][];
        features = new float[examples][];
    }

    /**
     * @param teacher whose classes include all of the task's
     * @param task what the pupil learns
     * @param data that the pupil learns from, in its order
     */
    public static KnownTeacher of(Model teacher, Task task, Dataset<?> data, Progress progress) throws IOException {
        long[] columns = TeacherClasses.columns(teacher.task(), task);
        PreparedSet inputs = PreparedSet.of(teacher.body().input(), data);
        KnownTeacher known = new KnownTeacher(teacher.body().width(), data.size());
        List<int[]> batches = inputs.byLength(BATCH);
        AtomicInteger done = new AtomicInteger();
        progress.begin("teacher", data.size());
        Parallel.run(batches.size(), i -> {
            if (StopRequest.wanted()) {
                throw new StoppedException("stopped while the teacher was asked; go on with --resume");
            }
            known.ask(teacher, inputs, batches.get(i), columns);
            progress.at(done.addAndGet(batches.get(i).length), "");
        });
        progress.end("");
        return known;
    }

    private void ask(Model teacher, PreparedSet inputs, int[] batch, long[] columns) {
        Flow seen;
        try (Autocast half = Autocast.open(teacher.precision())) {
            seen = teacher.features(inputs.batch(batch).inputs());
        }
        try (Autocast full = Autocast.open(Precision.FP32)) {
            Tensor all = teacher.output().head().forward(seen).get(Flow.LOGITS);
            put(Teacher.picked(all, columns), batch, logits);
            put(seen.get(Flow.POOLED), batch, features);
        }
    }

    private static void put(Tensor rows, int[] batch, float[][] into) {
        float[] all = rows.toFloats();
        int each = all.length / batch.length;
        for (int i = 0; i < batch.length; i++) {
            into[batch[i]] = Arrays.copyOfRange(all, i * each, (i + 1) * each);
        }
    }

    @Override
    public Flow answers(Batch batch) {
        return Flow.of(Flow.LOGITS, rows(logits, batch.indices())).with(Flow.POOLED, rows(features, batch.indices()));
    }

    private static Tensor rows(float[][] from, int[] examples) {
        int each = from[examples[0]].length;
        float[] all = new float[examples.length * each];
        for (int i = 0; i < examples.length; i++) {
            System.arraycopy(from[examples[i]], 0, all, i * each, each);
        }
        return Tensor.of(all, examples.length, each);
    }

    @Override
    public int width() {
        return width;
    }
}
