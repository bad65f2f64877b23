package dev.graft.bench.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What {@link ImageTransferStudy} has found so far, as a section of docs/results.md. */
record ImageTransferPage(StudyRuns runs) {
    private static final String PROBE = "probe";
    private static final String SCIKIT = "scikit";
    private static final String PROBES = """
            A draw is a stratified resplit of all pictures of a set, in the sizes of its own parts, pictures that are \
            nearly alike on one side; USPS trains on 2,000 of its part. Mean and deviation are over the draws, in \
            percent of right answers; the interval of the mean (95 %) allows for what the draws have in common (Nadeau \
            and Bengio, 2003). The probe chooses its strength C inside the training part. scikit-learn's \
            LogisticRegression (1,000 iterations at most) gets the same features and parts, at its usual C of 1 and at \
            the C that Graft chose; the differences are Graft's less scikit-learn's, in points, on the draws that both \
            had. Random weights take the statistics of their batch norm from the pictures. ImageNet knows both ants \
            and bees (and daisies), so that its networks were trained on such classes; the embedded network was trained \
            on bees. Behind its name stands the beginning of its weights' SHA-256.

            | pictures | network | draws | mean | deviation | interval | over scikit-learn, C = 1 | over scikit-learn, the same C |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            """;
    private static final String TRAINED = """

            Trained further: all layers, from the pretrained weights as `finetune` does by itself, or from random ones by \
            AdamW at 1e-3 for 16 epochs (CIFAR-10 12), about half of what `scratch` does by itself. Photos are cropped and \
            mirrored, digits rotated and shifted; a tenth of the training part chose the epoch \
            (which, since these runs, one of fewer than 100 pictures no longer does). The last column is the \
            mean over the probe of the same network on the same draws, with its interval, in points.

            | pictures | network | strategy | draws | mean | deviation | interval | over the probe |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    void write() throws IOException {
        StringBuilder text = new StringBuilder(PROBES);
        for (ImageStudyData set : ImageTransferStudy.SETS) {
            for (StudyNetwork network : StudyNetwork.ofImageNet()) {
                text.append(probeLine(set, network));
            }
        }
        text.append(TRAINED);
        for (ImageStudyData set : ImageTransferStudy.SETS) {
            for (StudyNetwork network : StudyNetwork.trained()) {
                text.append(trainedLine(set, network, "finetune"));
                text.append(trainedLine(set, network, "scratch"));
            }
        }
        text.append("\nWhat was to be shown:\n\n");
        for (ImageStudyData set : ImageTransferStudy.SETS) {
            text.append(verdicts(set));
        }
        Results.section(
                ImageTransferStudy.class, "image-transfer", "What transfer brings to pictures", text + runs.failures());
    }

    private SortedMap<Integer, Map<String, Object>> known(ImageStudyData set, StudyNetwork network, String strategy) {
        return runs.draws(draw -> ImageTransferStudy.run(set, network, strategy, draw));
    }

    private String probeLine(ImageStudyData set, StudyNetwork network) {
        SortedMap<Integer, Map<String, Object>> probes = known(set, network, PROBE);
        if (probes.isEmpty()) {
            return "";
        }
        DrawFigures ours = DrawFigures.ofResplits(probes, "accuracy");
        boolean embedded = network.weights().isEmpty();
        return String.format(
                Locale.ROOT,
                "| %s, %d px, %d to train on | %s | %d | %s | %s | %s |%n",
                set.title(),
                set.size(),
                (int) ours.train(),
                network.title()
                        + (embedded && set == ImageStudyData.HYMENOPTERA ? ", whose source has a class bee" : ""),
                probes.size(),
                ours.cells(),
                overScikit(set, network, "usual"),
                overScikit(set, network, "same"));
    }

    private String overScikit(ImageStudyData set, StudyNetwork network, String strength) {
        if (known(set, network, SCIKIT).isEmpty()) {
            return "not run";
        }
        DrawFigures over = over(set, network, PROBE, "accuracy", SCIKIT, strength);
        return over.difference() + ", " + over.draws().size() + " draws";
    }

    private String trainedLine(ImageStudyData set, StudyNetwork network, String strategy) {
        SortedMap<Integer, Map<String, Object>> known = known(set, network, strategy);
        if (known.isEmpty() || known(set, network, PROBE).isEmpty()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %d | %s | %s |%n",
                set.title(),
                network.title(),
                strategy,
                known.size(),
                DrawFigures.ofResplits(known, "accuracy").cells(),
                overProbe(set, network, strategy).difference());
    }

    private DrawFigures overProbe(ImageStudyData set, StudyNetwork network, String strategy) {
        return over(set, network, strategy, "accuracy", PROBE, "accuracy");
    }

    /** What one way has over another on the same draws; both have been run. */
    private DrawFigures over(
            ImageStudyData set, StudyNetwork network, String way, String figure, String other, String otherFigure) {
        return DrawFigures.ofResplits(known(set, network, way), figure)
                .minus(DrawFigures.ofResplits(known(set, network, other), otherFigure));
    }

    /** Of one set, as far as it was run. */
    String verdicts(ImageStudyData set) throws IOException {
        return verdict(
                        set,
                        SCIKIT,
                        "the mean of the probe is at least that of scikit-learn at C = 1",
                        network -> over(set, network, PROBE, "accuracy", SCIKIT, "usual"),
                        over -> Optional.of(over.mean() >= 0))
                + verdict(
                        set,
                        "finetune",
                        "fine-tuning is not below the probe by more than the interval",
                        network -> overProbe(set, network, "finetune"),
                        over -> below(over).map(below -> !below))
                + verdict(
                        set,
                        "scratch",
                        "training from scratch is below the probe, interval and all",
                        network -> overProbe(set, network, "scratch"),
                        ImageTransferPage::below);
    }

    /** Whether the whole interval is below 0; one draw has none. */
    private static Optional<Boolean> below(DrawFigures over) {
        return over.draws().size() < 2 ? Optional.empty() : Optional.of(over.high() < 0);
    }

    /**
     * @param way that must have been run for a network to be counted
     * @param over a difference that the claim is of
     * @param holds whether the claim is true of it; empty where that is not known yet
     */
    private String verdict(
            ImageStudyData set,
            String way,
            String claim,
            Function<StudyNetwork, DrawFigures> over,
            Function<DrawFigures, Optional<Boolean>> holds)
            throws IOException {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        for (StudyNetwork network : StudyNetwork.ofImageNet()) {
            if (!known(set, network, way).isEmpty()) {
                DrawFigures difference = over.apply(network);
                String answer =
                        holds.apply(difference).map(yes -> yes ? "yes" : "no").orElse("not known yet");
                answers.computeIfAbsent(answer, key -> new ArrayList<>())
                        .add(network.title() + ", " + difference.difference());
            }
        }
        String words = answers.keySet().equals(Set.of("yes"))
                ? "**yes**"
                : answers.entrySet().stream()
                        .map(one -> "**" + one.getKey() + "** for " + String.join("; ", one.getValue()))
                        .collect(Collectors.joining("; "));
        return answers.isEmpty() ? "" : "- " + set.title() + ": " + claim + ": " + words + "\n";
    }
}
