package dev.graft.bench.study;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneFolder;
import dev.graft.backbone.Features;
import dev.graft.backbone.PretrainedFolder;
import dev.graft.backbone.PretrainedFolder.Classifier;
import dev.graft.backbone.VisionBackbone;
import dev.graft.base.Digest;
import dev.graft.data.Image;
import dev.graft.data.ImageData;
import dev.graft.data.InputChoice;
import dev.graft.data.Parts;
import dev.graft.data.TableOptions;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.evaluate.Evaluation;
import dev.graft.hub.Hub;
import dev.graft.metric.Interval;
import dev.graft.model.Model;
import dev.graft.train.Progress;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a pretrained network is worth elsewhere: linear probes, each beside the same network with random weights. */
enum PretrainProbes {
    CIFAR("CIFAR-10, JPEG copies, at 64 pixels", "cifar10.tar", 64, 70.3),
    FLOWERS("five flowers, at 96 pixels", "flowers.tar", 96, 78.0),
    ANTS("ants and bees (a class of the source is bee), at 96 pixels", "hymenoptera.tar", 96, 83.0);

    private static final int SEED = 42;

    private final String title;
    private final String file;
    private final int size;
    private final double lab;

    PretrainProbes(String title, String file, int size, double lab) {
        this.title = title;
        this.file = file;
        this.size = size;
        this.lab = lab;
    }

    /** Percent right of scikit-learn's probe on the features of an earlier network of such a kind. */
    double lab() {
        return lab;
    }

    String title() {
        return title;
    }

    /** Finished ones are kept beside the backbone, for these very weights. @return by name and {@code pretrained} or {@code random} */
    static Map<String, Object> all(Path backbone, Hub hub) throws IOException {
        String mark = Digest.sha256(backbone.resolve("model.safetensors")).substring(0, 8);
        Path beside = backbone.resolveSibling(backbone.getFileName() + "-probes-" + mark);
        StudyRuns runs = new StudyRuns(beside.resolve("probes.json"));
        Path random = beside.resolve("random");
        if (!Files.isDirectory(random)) {
            atRandom(backbone, random);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        for (PretrainProbes probe : values()) {
            for (Map.Entry<String, Path> from :
                    Map.of("pretrained", backbone, "random", random).entrySet()) {
                String run = probe.name() + " " + from.getKey();
                figures.put(run, runs.figures(run, () -> probe.of(from.getValue(), hub)));
            }
        }
        return figures;
    }

    /** The same network before it learned. */
    private static void atRandom(Path backbone, Path folder) throws IOException {
        try (Backbone body = BackboneFolder.open(backbone);
                Scope scope = Scope.open()) {
            body.forget(SEED);
            Classifier none = new Classifier(Tensor.zeros(2, body.width()), Tensor.zeros(2), List.of("0", "1"));
            PretrainedFolder.write((VisionBackbone) body, none, false, "", Map.of(), folder);
        }
    }

    private Map<String, Object> of(Path backbone, Hub hub) throws IOException {
        Path data = StudyData.folder().resolve("vision").resolve(file);
        Parts<Image> parts = ImageData.openParts(data, TableOptions.DEFAULTS);
        Transfer transfer = Transfer.from(backbone.toString())
                .by(LinearProbe.DEFAULTS)
                .input(InputChoice.DEFAULTS.size(size))
                .run(new Transfer.Run(
                        hub, Optional.empty(), Features.Keep.NOTHING, Optional.empty(), false, Progress.SILENT));
        try (Model model = transfer.fit(parts.train(), SEED)) {
            Evaluation evaluation =
                    Evaluation.of(model, parts.test().or(parts::validation).orElseThrow());
            Interval interval = evaluation.interval(evaluation.main());
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("accuracy", evaluation.value(evaluation.main()));
            figures.put("low", interval.low());
            figures.put("high", interval.high());
            figures.put("train", parts.train().size());
            figures.put("test", evaluation.examples());
            return figures;
        }
    }
}
