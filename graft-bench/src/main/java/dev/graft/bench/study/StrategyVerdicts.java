package dev.graft.bench.study;

import dev.graft.data.Modality;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link StrategyStudy} was to show, as far as it has been run: two strategies on the same draws. */
record StrategyVerdicts(StudyRuns runs) {
    private static final double ALLOWED_LOSS = 0.005;
    private static final double WANTED_GAIN = 0.02;
    private static final String LORA = "lora";
    private static final double LORA_LOSS = 0.01;

    /** The share of the parameters that LoRA is to stay below, on SST-2 and on the pictures. */
    private static final SortedMap<StrategyTask, Double> LORA_SHARES =
            new TreeMap<>(Map.of(StrategyTask.SST2, 0.03, StrategyTask.FLOWERS, 0.07, StrategyTask.USPS, 0.07));

    private static final List<StrategyTask> TASKS = List.of(StrategyTask.values());

    String text() {
        return neverWorse() + againstFineTuning() + lora();
    }

    /** What one strategy has over another, on the draws of a task that both have; empty where there are none. */
    Optional<DrawFigures> over(StrategyTask task, String strategy, String other, int size) {
        SortedMap<Integer, Map<String, Object>> known = StrategyStudy.known(runs, task, strategy, size);
        SortedMap<Integer, Map<String, Object>> others = StrategyStudy.known(runs, task, other, size);
        return known.isEmpty() || others.isEmpty()
                ? Optional.empty()
                : Optional.of(DrawFigures.of(known, "accuracy").minus(DrawFigures.of(others, "accuracy")))
                        .filter(figures -> !figures.draws().isEmpty());
    }

    /** The same, all pairs of some tasks and sizes together. */
    private Optional<DrawFigures> pooled(List<StrategyTask> tasks, String strategy, String other, List<Integer> sizes) {
        List<DrawFigures> each = sizes.stream()
                .flatMap(size -> each(tasks, strategy, other, size))
                .toList();
        return each.isEmpty() ? Optional.empty() : Optional.of(DrawFigures.pooled(each));
    }

    private Stream<DrawFigures> each(List<StrategyTask> tasks, String strategy, String other, int size) {
        return tasks.stream().flatMap(task -> over(task, strategy, other, size).stream());
    }

    private String neverWorse() {
        StringBuilder rows = new StringBuilder();
        for (int size : StrategyStudy.SIZES) {
            List<DrawFigures> tasks =
                    each(TASKS, TimedFit.AUTO, StrategyStudy.PROBE, size).toList();
            rows.append(tasks.isEmpty() ? "" : row(size, tasks));
        }
        if (rows.isEmpty()) {
            return "";
        }
        return """
                ### Never worse than the probe

                `auto` less the probe, the pairs of all tasks and draws together; the bound is the lower end of the 95 % \
                interval of the mean (Student's), and is to be at least -0.5 points. A task where `auto` gains far more than \
                on the others widens that interval, too; so the last two columns have it for the draws alone, each by its \
                mean over the tasks. Nothing is said to hold, here or below, before all draws of all tasks are there.

                | examples | pairs | mean difference, points | lower bound | holds | least of a pair | lower bound, tasks given | holds |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                """ + rows + gainOnTexts() + "\n";
    }

    private static String row(int size, List<DrawFigures> tasks) {
        DrawFigures over = DrawFigures.pooled(tasks);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %+.2f | %s | %+.2f | %s |%n",
                StrategyStudy.size(size),
                over.draws().size(),
                100 * over.mean(),
                bound(over, whole(tasks, TASKS)),
                100 * Arrays.stream(over.values()).min().orElseThrow(),
                bound(DrawFigures.average(tasks), whole(tasks, TASKS)));
    }

    /** Two cells; of one pair there is no bound yet. */
    private static String bound(DrawFigures over, boolean whole) {
        return Double.isNaN(over.low())
                ? "|"
                : String.format(
                        Locale.ROOT, "%+.2f | %s", 100 * over.low(), verdict(whole, over.low() >= -ALLOWED_LOSS));
    }

    private static boolean whole(List<DrawFigures> each, List<StrategyTask> tasks) {
        return each.size() == tasks.size() && each.stream().allMatch(StrategyVerdicts::whole);
    }

    private static boolean whole(DrawFigures task) {
        return task.draws().size() >= StrategyStudy.DRAWS;
    }

    private String gainOnTexts() {
        List<StrategyTask> texts =
                TASKS.stream().filter(task -> task.modality() == Modality.TEXT).toList();
        List<DrawFigures> each = each(texts, TimedFit.AUTO, StrategyStudy.PROBE, StrategyTask.ALL)
                .toList();
        if (each.isEmpty()) {
            return "";
        }
        DrawFigures over = DrawFigures.pooled(each);
        String verdict = verdict(whole(each, texts), over.mean() >= WANTED_GAIN);
        return String.format(
                Locale.ROOT,
                "%nOn texts, with all up to 2,000, `auto` gains %s points over the probe; wanted are 2%s.%n",
                over.difference(),
                verdict.isEmpty() ? "" : ": " + verdict);
    }

    /** Every strategy that was run, in words, so that nobody has to read it from the tables. */
    private String againstFineTuning() {
        String rows = StrategyStudy.all()
                .filter(strategy -> !strategy.equals(StrategyStudy.FINETUNE))
                .map(this::againstFineTuning)
                .collect(Collectors.joining());
        return rows.isEmpty() ? "" : """
                ### Better than plain fine-tuning?

                The difference to `finetune` in points, all tasks and draws that a strategy was run on together. Published \
                tables say that regularizers (`l2sp`, `delta`, `bss`, `mixout`, `stochnorm`) pay below about 50 examples \
                a class, and not above. No difference is claimed where the interval holds 0.

                | strategy | below 50 a class | all up to 2,000 |
                | --- | --- | --- |
                """ + rows + "\n";
    }

    private String againstFineTuning(String strategy) {
        String few = inWords(strategy, List.of(8, 32));
        String all = inWords(strategy, List.of(StrategyTask.ALL));
        return few.isEmpty() && all.isEmpty() ? "" : "| `" + strategy + "` | " + few + " | " + all + " |\n";
    }

    private String inWords(String strategy, List<Integer> sizes) {
        return pooled(TASKS, strategy, StrategyStudy.FINETUNE, sizes)
                .map(over -> over.draws().size() == 1
                        ? over.difference()
                        : told(over) + ": " + over.difference() + ", "
                                + over.draws().size() + " pairs")
                .orElse("");
    }

    private static String told(DrawFigures over) {
        return over.low() > 0 ? "**better**" : over.high() < 0 ? "**worse**" : "no difference that can be told";
    }

    private String lora() {
        String rows = LORA_SHARES.entrySet().stream()
                .map(task -> lora(task.getKey(), task.getValue()))
                .collect(Collectors.joining());
        return rows.isEmpty() ? "" : """
                ### LoRA against full fine-tuning

                Rank 8, on all up to 2,000 examples. Wanted are at most one point less, less than the share of \
                parameters, of all that the model has, head and adapter among them, and on MiniLM a file below 1 MB: \
                the adapter's, which is saved with 32 a class and as large for any number.

                | task | to fine-tuning, points | holds | trained parameters | wanted below | holds | adapter's file | holds |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                """ + rows + "\n";
    }

    private String lora(StrategyTask task, double share) {
        Optional<DrawFigures> over = over(task, LORA, StrategyStudy.FINETUNE, StrategyTask.ALL);
        if (over.isEmpty()) {
            return "";
        }
        SortedMap<Integer, Map<String, Object>> runs = StrategyStudy.known(this.runs, task, LORA, StrategyTask.ALL);
        double trained = DrawFigures.of(runs, "trainableParameters").mean();
        double all = DrawFigures.of(runs, "parameters").mean();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %,.0f of %,.0f (%.2f %%) | %.0f %% | %s | %s |%n",
                task.title(),
                over.get().difference(),
                verdict(whole(over.get()), over.get().mean() >= -LORA_LOSS),
                trained,
                all,
                100 * trained / all,
                100 * share,
                yes(trained / all < share),
                adapterFile(task));
    }

    private String adapterFile(StrategyTask task) {
        return StrategyStudy.known(runs, task, LORA, StrategyStudy.OTHERS_SIZE).values().stream()
                .filter(run -> run.containsKey("adapterMegabytes"))
                .map(run -> DrawFigures.number(run, "adapterMegabytes"))
                .map(size -> String.format(Locale.ROOT, "%.2f MB | %s", size, yes(size < 1)))
                .findFirst()
                .orElse("|");
    }

    /** Empty while draws are wanting. */
    private static String verdict(boolean whole, boolean holds) {
        return whole ? yes(holds) : "";
    }

    private static String yes(boolean holds) {
        return holds ? "**yes**" : "**no**";
    }
}
