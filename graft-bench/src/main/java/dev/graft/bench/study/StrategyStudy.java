package dev.graft.bench.study;

import dev.graft.bench.peers.Harness;
import dev.graft.data.Modality;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every strategy at its defaults on real data: the principal ones on four tasks, with 8 and 32 examples a class and all
 * up to 2,000; the others, and what can be put on top of them, on one task of texts and one of pictures with 32 a class,
 * the other regularizers of them with all, too. Writes docs/strategies.md and its charts. Finished runs are kept; stopped, it
 * goes on. Several processes share the runs.
 *
 * <p>Arguments: names of tasks; {@code seeds=3 sizes=3 others=1} for less.
 */
public final class StrategyStudy {
    static final String PROBE = "probe";
    static final String FINETUNE = "finetune";
    static final List<String> PRINCIPAL =
            List.of(PROBE, FINETUNE, TimedFit.AUTO, "probe-finetune", "gradual", "lora", "bitfit", "l2sp");
    static final List<Integer> SIZES = List.of(8, 32, StrategyTask.ALL);
    static final int DRAWS = 3;
    static final int OTHERS_SIZE = 32;
    /** Run with all examples too, to see whether what helps few examples still does. */
    private static final List<String> REGULARIZERS = List.of("delta", "bss", "mixout", "stochnorm");

    private static final List<StrategyTask> OTHERS_ON = List.of(StrategyTask.TREC, StrategyTask.FLOWERS);
    /**
     * The same for all, so that what garbage they leave does not tell them apart; and one processor, whose seconds
     * another process on the other one hardly changes.
     */
    private static final List<String> JAVA = List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1");

    private static final Duration LIMIT = Duration.ofHours(3);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StudyOptions options;
    private final StudyRuns runs;

    private StrategyStudy(StudyOptions options) throws IOException {
        this.options = options;
        this.runs = StudyRuns.of("strategies");
    }

    public static void main(String[] arguments) throws IOException {
        List<String> names =
                Arrays.stream(StrategyTask.values()).map(Enum::name).toList();
        Map<String, Integer> usual = Map.of("seeds", DRAWS, "sizes", SIZES.size(), "others", 1);
        new StrategyStudy(StudyOptions.parse(arguments, names, usual)).run();
    }

    private void run() throws IOException {
        StrategyPage page = new StrategyPage(runs);
        page.write(); // its words may be new where all runs are known
        for (int seed = 0; seed < options.number("seeds"); seed++) {
            for (int size : SIZES.subList(0, options.number("sizes"))) {
                for (String name : options.wanted()) {
                    StrategyTask task = StrategyTask.valueOf(name);
                    for (String strategy : strategies(task, size)) {
                        int draw = seed;
                        runs.share(run(task, strategy, size, seed), () -> learned(task, strategy, size, draw));
                        page.write();
                    }
                }
            }
        }
    }

    private List<String> strategies(StrategyTask task, int size) {
        boolean more = options.number("others") > 0 && OTHERS_ON.contains(task);
        Stream<String> others = !more
                ? Stream.of()
                : size == OTHERS_SIZE
                        ? others(task)
                        : size == StrategyTask.ALL ? others(task).filter(REGULARIZERS::contains) : Stream.of();
        return Stream.concat(PRINCIPAL.stream(), others).toList();
    }

    /** The names of all that is run anywhere. */
    static Stream<String> all() {
        return Stream.concat(PRINCIPAL.stream(), OTHERS_ON.stream().flatMap(StrategyStudy::others))
                .distinct();
    }

    /** The rest of the catalogue, then the variants, of which {@code distil} is one: it needs a teacher. */
    static Stream<String> others(StrategyTask task) {
        Stream<String> catalogue = Strategies.all(task.modality()).stream()
                .filter(strategy -> !strategy.needsTeacher())
                .filter(strategy -> task.modality() == Modality.TEXT || !strategy.needsAttention())
                .map(Strategy::name)
                .filter(name -> !PRINCIPAL.contains(name));
        return Stream.concat(catalogue, Arrays.stream(StrategyVariant.values()).map(StrategyVariant::label));
    }

    private static String run(StrategyTask task, String strategy, int size, int seed) {
        return task + " " + strategy + " " + size(size) + " seed " + seed;
    }

    static String size(int perClass) {
        return perClass == StrategyTask.ALL ? "all up to 2,000" : perClass + " a class";
    }

    /** In a process of its own; what is saved is as large for each draw. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> learned(StrategyTask task, String strategy, int size, int seed)
            throws IOException {
        boolean saved = size == OTHERS_SIZE && seed == 0;
        List<String> arguments =
                List.of(task.name(), strategy, Integer.toString(size), Integer.toString(seed), Boolean.toString(saved));
        try {
            return JSON.convertValue(
                    Harness.run(new Harness.Child(StrategyRun.class, JAVA, arguments, Map.of(), LIMIT)),
                    LinkedHashMap.class);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static SortedMap<Integer, Map<String, Object>> known(StudyRuns runs, StrategyTask task, String strategy, int size) {
        return runs.draws(seed -> run(task, strategy, size, seed));
    }
}
