package dev.graft.bench.study;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.PreparedSet;
import dev.graft.data.Target;
import dev.graft.data.Text;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.evaluate.Evaluation;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.nn.Flow;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A test part as a pretrained network sees it, worked out once for all heads that are put on it.
 *
 * @param rows (N) of D
 */
record EncodedTexts(float[][] rows, List<Target> targets) {
    private static final int BATCH = 256;

    static EncodedTexts of(String backbone, Dataset<Text> data) throws IOException {
        try (Backbone body = Transfer.from(backbone).open()) {
            PreparedSet prepared = PreparedSet.of(body.input(), data);
            Features features = Features.of(
                    body, prepared, body.stages().count(), Precision.FP32, Features.Keep.NOTHING, done -> {});
            return new EncodedTexts(features.rows(), prepared.targets());
        }
    }

    /** Whether a model looks at nothing but these features. */
    static boolean suffice(Model model) {
        return !model.provenance().bodyTrained()
                && model.adapters().isEmpty()
                && model.output().head().terms().isEmpty();
    }

    Evaluation judge(Model model) {
        List<Prediction> answers = new ArrayList<>();
        for (int from = 0; from < rows.length; from += BATCH) {
            float[][] batch = Arrays.copyOfRange(rows, from, Math.min(from + BATCH, rows.length));
            try (Scope scope = Scope.open();
                    NoGrad off = NoGrad.open()) {
                Tensor pooled = Tensor.of(ScikitProbe.flat(batch), batch.length, batch[0].length);
                answers.addAll(model.decode(Flow.of(Flow.POOLED, pooled)));
            }
        }
        return Evaluation.of(model.task(), answers, targets, 0, 0);
    }
}
