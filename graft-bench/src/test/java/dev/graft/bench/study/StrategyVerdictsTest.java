package dev.graft.bench.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrategyVerdictsTest {
    private static final String ALL = "all up to 2,000";

    @TempDir
    private Path folder;

    @Test
    void loraIsHeldToItsAccuracyItsShareAndItsFile() throws IOException {
        StudyRuns runs = new StudyRuns(folder.resolve("runs.json"));
        for (int seed = 0; seed < StrategyStudy.DRAWS; seed++) {
            keep(runs, "SST2 finetune " + ALL, seed, 0.88, 1000, Map.of());
            keep(runs, "SST2 lora " + ALL, seed, 0.875, 20, Map.of());
            keep(runs, "FLOWERS finetune " + ALL, seed, 0.90, 1000, Map.of());
            keep(runs, "FLOWERS lora " + ALL, seed, 0.88, 71, Map.of());
        }
        keep(runs, "SST2 lora 32 a class", 0, 0.7, 20, Map.of("adapterMegabytes", 0.3));

        assertThat(new StrategyVerdicts(runs).text().lines())
                .contains(
                        "| SST-2 sentences, MiniLM | -0.50 in each draw | **yes** | 20 of 1,000 (2.00 %) | 3 % | **yes**"
                                + " | 0.30 MB | **yes** |",
                        "| five flowers at 96 pixels, MobileNet v2 | -2.00 in each draw | **no** | 71 of 1,000 (7.10 %) | 7 %"
                                + " | **no** | | |");
    }

    @Test
    void strategiesAreJudgedBelowAndAboveFiftyAClass() throws IOException {
        StudyRuns runs = new StudyRuns(folder.resolve("runs.json"));
        for (int seed = 0; seed < 2; seed++) {
            for (String size : new String[] {"32 a class", ALL}) {
                keep(runs, "TREC finetune " + size, seed, 0.80, 1000, Map.of());
                keep(runs, "TREC delta " + size, seed, size.equals(ALL) ? 0.79 : 0.82, 1000, Map.of());
            }
        }

        keep(runs, "TREC bss 32 a class", 0, 0.5, 1000, Map.of());

        assertThat(new StrategyVerdicts(runs).text().lines())
                .contains(
                        "| `bss` | -30.00 in one draw |  |",
                        "| `delta` | **better**: +2.00 in each draw, 2 pairs | **worse**: -1.00 in each draw, 2 pairs |");
    }

    /** What is far better on one task is no worse for it. */
    @Test
    void autoIsHeldToTheProbeWithTasksDrawnAndGiven() throws IOException {
        StudyRuns runs = new StudyRuns(folder.resolve("runs.json"));
        double[] gains = {0.20, 0.22, 0.24};
        for (int seed = 0; seed < StrategyStudy.DRAWS; seed++) {
            for (StrategyTask task : StrategyTask.values()) {
                keep(runs, task + " probe 8 a class", seed, 0.6, 1, Map.of());
                keep(
                        runs,
                        task + " auto 8 a class",
                        seed,
                        task == StrategyTask.TREC ? 0.6 + gains[seed] : 0.59,
                        1000,
                        Map.of());
            }
        }

        assertThat(new StrategyVerdicts(runs).text().lines())
                .contains("| 8 a class | 12 | +4.75 | -1.88 | **no** | -1.00 | +3.51 | **yes** |");
    }

    /** Four tasks have to be drawn three times; a bound takes two draws. */
    @Test
    void nothingIsJudgedBeforeAllDrawsAreThere() throws IOException {
        StudyRuns runs = new StudyRuns(folder.resolve("runs.json"));
        for (int seed = 0; seed < 2; seed++) {
            for (String task : new String[] {"SST2", "TREC"}) {
                keep(runs, task + " probe " + ALL, seed, 0.8, 1, Map.of());
                keep(runs, task + " auto " + ALL, seed, 0.9, 1000, Map.of());
                keep(runs, task + " finetune " + ALL, seed, 0.9, 1000, Map.of());
                keep(runs, task + " lora " + ALL, seed, 0.9, 20, Map.of());
            }
        }
        keep(runs, "SST2 probe 32 a class", 0, 0.6, 1, Map.of());
        keep(runs, "SST2 auto 32 a class", 0, 0.59, 1000, Map.of());

        assertThat(new StrategyVerdicts(runs).text().lines())
                .contains(
                        "| 32 a class | 1 | -1.00 | | | -1.00 | | |",
                        "| all up to 2,000 | 4 | +10.00 | +10.00 |  | +10.00 | +10.00 |  |",
                        "On texts, with all up to 2,000, `auto` gains +10.00 in each draw points over the probe; wanted are 2.",
                        "| SST-2 sentences, MiniLM | +0.00 in each draw |  | 20 of 1,000 (2.00 %) | 3 % | **yes** | | |");
    }

    private static void keep(
            StudyRuns runs, String run, int seed, double accuracy, int trained, Map<String, Object> more)
            throws IOException {
        Map<String, Object> figures = new HashMap<>(more);
        figures.put("accuracy", accuracy);
        figures.put("train", 100);
        figures.put("trainableParameters", trained);
        figures.put("parameters", 1000);
        runs.figures(run + " seed " + seed, () -> figures);
    }
}
