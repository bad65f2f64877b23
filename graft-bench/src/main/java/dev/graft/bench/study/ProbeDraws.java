package dev.graft.bench.study;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.Labels;
import dev.graft.data.PreparedSet;
import dev.graft.data.Target;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.model.OneLabel;
import dev.graft.model.Prediction;
import dev.graft.train.ConvexHead;
import dev.graft.train.HeadProblem;
import dev.graft.train.LabelledRows;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A linear probe of one network on many draws from one set of pictures, whose features are computed once. */
record ProbeDraws(OneLabel task, LabelledRows examples) {
    private static final long SEED = 42;

    static ProbeDraws of(StudyNetwork network, Dataset<Image> data, InputChoice input) throws IOException {
        Hub hub = Hub.standard();
        try (Backbone body = network.open(input, data)) {
            PreparedSet prepared = PreparedSet.of(body.input(), data);
            Features features = Features.of(
                    body,
                    prepared,
                    body.stages().count(),
                    Precision.FP32,
                    network.random()
                            ? Features.Keep.NOTHING // they depend on the set, too
                            : new Features.Keep(Optional.of(hub.home().features()), Transfer.FEATURE_LIMIT),
                    done -> {});
            return new ProbeDraws(
                    new OneLabel(Labels.of(data)),
                    new LabelledRows(features.rows(), prepared.targets(), prepared.twins()));
        }
    }

    /** Fitted to the training part, its strength chosen inside it; judged on the test part. */
    Map<String, Object> run(Draws.Draw draw) {
        HeadProblem problem = HeadProblem.of(task);
        ConvexHead.Solved solved = new ConvexHead(0).solve(problem, examples.at(draw.train()), SEED);
        LabelledRows test = examples.at(draw.test());
        return Map.of(
                "accuracy",
                accuracy(task, problem.answers(solved.fit(), test.rows()), test.targets()),
                "strength",
                solved.strength(),
                "train",
                draw.train().length,
                "test",
                draw.test().length);
    }

    static double accuracy(OneLabel task, List<Prediction> answers, List<Target> targets) {
        return task.metrics().get(0).of(task.score(answers, targets));
    }

    ScikitProbe scikit() {
        return new ScikitProbe(
                examples.rows(),
                examples.targets().stream().mapToInt(task::index).toArray());
    }
}
