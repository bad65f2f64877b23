package dev.graft.bench.study;

import dev.graft.backbone.Features;
import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.PreparedSet;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.train.Progress;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether probes on features that were computed in bf16 are as good as on those in fp32: what a network of convolutions
 * takes by itself on a processor that is faster in bf16. Only such a one tells anything. Takes no arguments.
 */
public final class HalfStudy {
    private static final List<ImageStudyData> SETS =
            List.of(ImageStudyData.FLOWERS, ImageStudyData.HYMENOPTERA, ImageStudyData.CIFAR10);
    private static final long SEED = 42;

    private HalfStudy() {}

    private static List<StudyNetwork> networks() throws IOException {
        List<StudyNetwork> networks = new ArrayList<>(StudyNetwork.ofImageNet());
        networks.removeIf(network -> network.random() || network.name().contains("mobilenet")); // which stay in fp32
        networks.add(StudyNetwork.shared("ResNet-56 of CIFAR-10", "resnet56", "resnet56-cifar10"));
        return networks;
    }

    public static void main(String[] arguments) throws IOException {
        if (!Precision.BF16.pays()) { // then answers are given in fp32, and the study would compare it with itself
            throw new IllegalStateException("bf16 is slower than fp32 on this processor; take one with AMX");
        }
        StudyRuns runs = StudyRuns.of("half");
        StringBuilder text = new StringBuilder("""
                Right answers of linear probes, each with a strength of its own, on features in fp32 and in bf16, by \
                networks of convolutions that are not depthwise; each data set's own division. CIFAR-10 has taught \
                ResNet-56 already.

                | data | network | test | right in fp32 | right in bf16 | answers that differ | seconds for them in fp32 | in bf16 |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                """);
        double pictures = 0;
        double more = 0;
        for (ImageStudyData set : SETS) {
            for (StudyNetwork network : networks()) {
                Map<String, Object> run = runs.figures(set + " " + network.title(), () -> both(set, network));
                pictures += DrawFigures.number(run, "test");
                more += DrawFigures.number(run, "bf16") - DrawFigures.number(run, "fp32");
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %.0f | %.0f | %.0f | %.0f | %.1f | %.1f |%n",
                        set.title(),
                        network.title(),
                        DrawFigures.number(run, "test"),
                        DrawFigures.number(run, "fp32"),
                        DrawFigures.number(run, "bf16"),
                        DrawFigures.number(run, "apart"),
                        DrawFigures.number(run, "fp32Seconds"),
                        DrawFigures.number(run, "bf16Seconds")));
            }
        }
        text.append(String.format(
                Locale.ROOT, "%nOver all of them bf16 has %+.0f right answers of %.0f.%n", more, pictures));
        Results.section(HalfStudy.class, "half", "Half the bits", text + runs.failures());
    }

    private static Map<String, Object> both(ImageStudyData set, StudyNetwork network) throws IOException {
        Map<String, Object> figures = new LinkedHashMap<>();
        Dataset<Image> test = set.test();
        figures.put("test", test.size());
        List<String> truth = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            truth.add(test.target(i).classes().get(0));
        }
        List<String> fp32 = answers(set, network, test, Precision.FP32, figures);
        List<String> bf16 = answers(set, network, test, Precision.BF16, figures);
        figures.put("fp32", truth.size() - apart(fp32, truth));
        figures.put("bf16", truth.size() - apart(bf16, truth));
        figures.put("apart", apart(fp32, bf16));
        return figures;
    }

    private static int apart(List<String> a, List<String> b) {
        int apart = 0;
        for (int i = 0; i < a.size(); i++) {
            apart += a.get(i).equals(b.get(i)) ? 0 : 1;
        }
        return apart;
    }

    /** Of a probe that learned and is asked in this precision; the seconds are of the answers to the test part. */
    private static List<String> answers(
            ImageStudyData set,
            StudyNetwork network,
            Dataset<Image> test,
            Precision precision,
            Map<String, Object> figures)
            throws IOException {
        Transfer transfer = network.transfer(InputChoice.DEFAULTS.size(set.size()))
                .by(LinearProbe.DEFAULTS)
                .run(new Transfer.Run(
                        Hub.standard(),
                        Optional.of(precision),
                        Features.Keep.NOTHING,
                        Optional.empty(),
                        false,
                        Progress.SILENT));
        try (Model model = transfer.fit(set.train(), SEED)) {
            PreparedSet prepared = PreparedSet.of(model.body().input(), test);
            long began = System.nanoTime();
            List<Prediction> answers = model.predict(prepared);
            figures.put(precision.name().toLowerCase(Locale.ROOT) + "Seconds", (System.nanoTime() - began) / 1e9);
            return answers.stream().map(answer -> answer.top(1).get(0).label()).toList();
        }
    }
}
