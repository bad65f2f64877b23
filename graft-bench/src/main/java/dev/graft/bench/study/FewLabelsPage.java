package dev.graft.bench.study;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** What {@link FewLabelsStudy} has found so far, as a section of docs/results.md. */
record FewLabelsPage(StudyRuns runs, int perClass) {
    private static final double WANTED_GAIN = 0.07;
    private static final double ALLOWED_LOSS = 0.005;
    private static final String TEXT = """
            %d labelled texts of each class, drawn as MTEB draws them, `%s`, accuracy on the whole test part in \
            percent; the probe's strength is chosen by folds inside the draw, and nothing by the test part. `auto` is \
            what Graft does where no strategy is named. Intervals (95 %%, Student's) say what other draws would \
            bring on the same test parts. Seconds are those of processors in the whole fit, folds that choose or judge \
            included; draws of before, which counted none, are left out there.

            | data | strategy | draws | mean | deviation | over the probe on the same draws, points | processor seconds |
            | --- | --- | --- | --- | --- | --- | --- |
            """;

    void write() throws IOException {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, TEXT, perClass, FewLabelsStudy.BACKBONE));
        for (StudyData data : FewLabelsStudy.DATA) {
            for (String strategy : FewLabelsStudy.STRATEGIES) {
                SortedMap<Integer, Map<String, Object>> known = known(data, strategy);
                if (!known.isEmpty()) {
                    text.append(line(data, strategy, known));
                }
            }
        }
        for (String strategy : FewLabelsStudy.STRATEGIES) {
            text.append(gain(strategy));
        }
        text.append(runs.failures()).append(new LongTexts(runs).text());
        Results.section(
                FewLabelsStudy.class, "few-labels", "Few labels: " + perClass + " of each class", text.toString());
    }

    private SortedMap<Integer, Map<String, Object>> known(StudyData data, String strategy) {
        return runs.draws(draw -> FewLabelsStudy.run(data, perClass, strategy, draw));
    }

    private String line(StudyData data, String strategy, SortedMap<Integer, Map<String, Object>> known) {
        DrawFigures accuracy = DrawFigures.of(known, "accuracy");
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %s | %s |%n",
                data.title(),
                strategy,
                known.size(),
                DrawFigures.percent(accuracy.mean()),
                DrawFigures.percent(accuracy.deviation()),
                strategy.equals(FewLabelsStudy.PROBE)
                                || known(data, FewLabelsStudy.PROBE).isEmpty()
                        ? ""
                        : over(data, strategy).difference(),
                seconds(known));
    }

    private static String seconds(SortedMap<Integer, Map<String, Object>> known) {
        OptionalDouble mean = known.values().stream()
                .filter(run -> run.containsKey(FewLabelsStudy.SECONDS))
                .mapToDouble(run -> DrawFigures.number(run, FewLabelsStudy.SECONDS))
                .average();
        return mean.isPresent() ? String.format(Locale.ROOT, "%.1f", mean.getAsDouble()) : "";
    }

    private DrawFigures over(StudyData data, String strategy) {
        return DrawFigures.of(known(data, strategy), "accuracy")
                .minus(DrawFigures.of(known(data, FewLabelsStudy.PROBE), "accuracy"));
    }

    /** Over the mean of all data sets, where all have been drawn; what the two that are asked about must reach. */
    private String gain(String strategy) {
        boolean all = FewLabelsStudy.DATA.stream()
                .noneMatch(data -> known(data, strategy).isEmpty()
                        || known(data, FewLabelsStudy.PROBE).isEmpty());
        if (!all || strategy.equals(FewLabelsStudy.PROBE)) {
            return "";
        }
        List<DrawFigures> each =
                FewLabelsStudy.DATA.stream().map(data -> over(data, strategy)).toList();
        DrawFigures mean = DrawFigures.average(each);
        double least = each.stream().mapToDouble(DrawFigures::mean).min().orElseThrow();
        return String.format(
                Locale.ROOT,
                "%nOn the mean of the four, `%s` gains %s points over the probe; at least %+.2f on each.%s%n",
                strategy,
                mean.difference(),
                100 * least,
                whole(strategy) ? verdict(strategy, mean.mean(), least) : " Not all draws are done.");
    }

    private boolean whole(String strategy) {
        return FewLabelsStudy.DATA.stream()
                .allMatch(data -> known(data, strategy).size() >= FewLabelsStudy.DRAWS);
    }

    private static String verdict(String strategy, double mean, double least) {
        return switch (strategy) {
            case "contrastive" ->
                " Wanted are 7 points: **" + (mean >= WANTED_GAIN ? "reached" : "not reached") + "**.";
            case TimedFit.AUTO ->
                " Wanted is no set more than 0.5 points below the probe: **"
                        + (least >= -ALLOWED_LOSS ? "so it is" : "not so") + "**.";
            default -> "";
        };
    }
}
