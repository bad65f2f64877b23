package dev.graft.bench;

import dev.graft.base.Storage;
import dev.graft.bench.own.AdapterSwitching;
import dev.graft.bench.own.Caching;
import dev.graft.bench.own.FineTuneSteps;
import dev.graft.bench.own.FirstPrediction;
import dev.graft.bench.own.LeaveOneOutTime;
import dev.graft.bench.own.ManySteps;
import dev.graft.bench.own.Probe;
import dev.graft.bench.peers.CarriedEncoder;
import dev.graft.bench.peers.Comparison;
import dev.graft.bench.peers.DjlFineTune;
import dev.graft.bench.peers.Form;
import dev.graft.bench.peers.Harness;
import dev.graft.bench.peers.Harness.Child;
import dev.graft.bench.peers.Machine;
import dev.graft.bench.peers.OnnxRuntimeTribuoProbe;
import dev.graft.bench.peers.ResultsPage;
import dev.graft.engine.Precision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/**
 * Graft beside its peers, each in processes of its own, by turns, as ratios. Run it alone on the machine. Arguments
 * choose sections: {@code encode finetune adapters probe cache loo start memory}, and for pictures {@code images imagesteps
 * imageadapters imagecache imagegrowth antsbees}; none means all.
 */
public final class Bench {
    private static final String MINILM = "all-minilm-l6-v2";
    private static final String LONGEST = "128";
    private static final int ROUNDS = 2;

    private Bench() {}

    /** Measures and words one section of the page. */
    interface Section {
        String run() throws IOException, InterruptedException;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, Section> sections = new LinkedHashMap<>();
        sections.put("encode", Bench::encode);
        sections.put("finetune", Bench::fineTune);
        sections.put("adapters", Bench::adapters);
        sections.put("probe", Bench::probe);
        sections.put("cache", () -> ours(Caching.class, labelled()));
        sections.put("loo", () -> ours(LeaveOneOutTime.class, List.of(texts().toString())));
        sections.put("start", () -> ours(FirstPrediction.class, List.of()));
        sections.put("memory", Bench::memory);
        sections.putAll(PictureBench.SECTIONS);
        List<String> wanted = arguments.length == 0 ? List.copyOf(sections.keySet()) : Arrays.asList(arguments);
        for (String name : wanted) {
            String text = sections.get(name).run();
            System.out.println("\n" + name + "\n" + text);
            String machine = "Measured by `graft-bench/run " + name + "` on "
                    + Machine.here().sentence();
            new ResultsPage(Path.of("docs", "results.md"))
                    .rewrite("bench-" + name, "## Speed: " + name + "\n\n" + text.strip() + "\n\n" + machine);
        }
    }

    /** 1,000 sentences, a line each: real ones where the shared data are, else the demo's messages. */
    private static Path texts() throws IOException {
        String given = System.getenv("GRAFT_DATA");
        Path real = Path.of(given == null ? "../shared/data" : given, "text", "sst2", "train.tsv");
        List<String> lines = Files.exists(real)
                ? Files.readAllLines(real).stream()
                        .skip(1)
                        .limit(1000)
                        .map(line -> line.split("\t")[0])
                        .toList()
                : demoTexts();
        Path file = Path.of("target", "bench-texts.txt").toAbsolutePath();
        Storage.LOCAL.writeFile(file, out -> out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        return file;
    }

    /** A table and its columns: SST-2 where the shared data are, else the demo's messages. */
    private static List<String> labelled() throws IOException {
        String given = System.getenv("GRAFT_DATA");
        Path real = Path.of(given == null ? "../shared/data" : given, "text", "sst2", "train.tsv")
                .toAbsolutePath();
        if (Files.exists(real)) {
            return List.of(real.toString(), "sentence", "label");
        }
        Path demo = Path.of("target", "bench-messages.csv").toAbsolutePath();
        try (var in = Bench.class.getResourceAsStream("/dev/graft/demo/messages.csv")) {
            Storage.LOCAL.writeFile(demo, in::transferTo);
        }
        return List.of(demo.toString(), "text", "label");
    }

    private static List<String> demoTexts() throws IOException {
        try (var in = Bench.class.getResourceAsStream("/dev/graft/demo/messages.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.replaceFirst(",[^,]*$", "").replace("\"", ""))
                    .toList();
        }
    }

    private static String encode() throws IOException, InterruptedException {
        String texts = texts().toString();
        Map<String, Child> children = new LinkedHashMap<>();
        children.put("fp32", Child.of(dev.graft.bench.own.EncodeTexts.class, MINILM, texts, LONGEST, "FP32", "3"));
        children.put("bf16", Child.of(dev.graft.bench.own.EncodeTexts.class, MINILM, texts, LONGEST, "BF16", "3"));
        Path file = Path.of(texts);
        int longest = Integer.parseInt(LONGEST);
        Form oneEach = Form.parse(Runtime.getRuntime().availableProcessors() + "x1");
        children.put(
                "ONNX Runtime fp32",
                dev.graft.bench.peers.EncodeTexts.onnxRuntime(CarriedEncoder.MINILM, file, 32, longest, 3, 1));
        children.put(
                "ONNX Runtime int8",
                dev.graft.bench.peers.EncodeTexts.onnxRuntime(CarriedEncoder.MINILM_INT8, file, 32, longest, 3, 1));
        children.put(
                "DJL fp32",
                dev.graft.bench.peers.EncodeTexts.djl(CarriedEncoder.MINILM, file, 32, longest, oneEach, 3, 1));
        Map<String, List<JsonNode>> figures = Harness.byTurns(children, ROUNDS);
        StringBuilder table = new StringBuilder("1,000 sentences with MiniLM, tokenising included; best of rounds.\n\n")
                .append(Comparison.HEAD);
        for (String form : List.of("fp32", "bf16")) {
            for (String other : List.of("ONNX Runtime fp32", "DJL fp32", "ONNX Runtime int8")) {
                table.append('\n')
                        .append(new Comparison(
                                        "sentences, Graft in " + form,
                                        "texts/s",
                                        most(figures.get(form), "textsPerSecond"),
                                        other,
                                        most(figures.get(other), "textsPerSecond"),
                                        true)
                                .row());
            }
        }
        return table.toString();
    }

    private static String fineTune() throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder(
                        "A step of fine-tuning all of MiniLM, AdamW, median. Where texts are of many lengths, the peer pads"
                                + " them to that of the longest, as its own batches are made.\n\n")
                .append(Comparison.HEAD);
        for (int[] size : new int[][] {{16, 64, 64}, {32, 32, 32}, {32, 8, 64}}) {
            Map<String, Child> children = new LinkedHashMap<>();
            children.put("fp32", steps(size, "FP32"));
            children.put("bf16", steps(size, "BF16"));
            children.put("djl", DjlFineTune.child(CarriedEncoder.MINILM, size[0], size[1], size[2], 2, 12, 0.1));
            Map<String, List<JsonNode>> figures = Harness.byTurns(children, ROUNDS);
            double fp32 = least(figures.get("fp32"), "medianMilliseconds");
            double bf16 = least(figures.get("bf16"), "medianMilliseconds");
            double djl = least(figures.get("djl"), "medianMilliseconds");
            String batch =
                    ", batch " + size[0] + ", " + (size[1] == size[2] ? "" : size[1] + " to ") + size[2] + " tokens";
            table.append('\n').append(new Comparison("fp32" + batch, "ms", fp32, "DJL fp32", djl, false).row());
            table.append('\n').append(new Comparison("bf16" + batch, "ms", bf16, "Graft fp32", fp32, false).row());
        }
        return table.toString();
    }

    /** @param size texts of a batch, tokens of the shortest of them and of the longest */
    private static Child steps(int[] size, String precision) {
        return Child.of(
                FineTuneSteps.class,
                MINILM,
                String.valueOf(size[0]),
                String.valueOf(size[1]),
                String.valueOf(size[2]),
                "12",
                precision);
    }

    private static String adapters() throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder(
                        "A step of LoRA of rank 8 on queries and values of MiniLM against one of"
                                + " fine-tuning all of it, 32 texts of 32 tokens, AdamW, median; first in the precision that"
                                + " training takes here by itself. Java heap at most 1 GB in both.\n\n")
                .append(Comparison.HEAD);
        besideAllWeights(
                table,
                "",
                FineTuneSteps.class,
                (strategy, precision) -> List.of(MINILM, "32", "32", "32", "12", precision.name(), strategy));
        return table + "\n\n" + ours(AdapterSwitching.class, List.of(MINILM));
    }

    /**
     * Adds rows of what a step of LoRA takes, and one that trains all weights.
     *
     * @param network for the rows; empty where there is one only
     * @param arguments of the process, by strategy and precision
     */
    static void besideAllWeights(
            StringBuilder table,
            String network,
            Class<?> process,
            BiFunction<String, Precision, List<String>> arguments)
            throws IOException, InterruptedException {
        for (Precision precision : new LinkedHashSet<>(List.of(Precision.fastest(), Precision.FP32))) {
            Map<String, Child> children = new LinkedHashMap<>();
            for (String strategy : List.of("lora", "finetune")) {
                List<String> asked = arguments.apply(strategy, precision);
                children.put(strategy, new Child(process, List.of("-Xmx1g"), asked, Map.of(), Duration.ofMinutes(10)));
            }
            Map<String, List<JsonNode>> figures = Harness.byTurns(children, ROUNDS);
            List<JsonNode> lora = figures.get("lora");
            List<JsonNode> full = figures.get("finetune");
            String how = (network.isEmpty() ? "" : ", " + network) + ", "
                    + precision.name().toLowerCase(Locale.ROOT);
            for (Comparison row : List.of(
                    new Comparison(
                            "step of LoRA" + how,
                            "ms",
                            least(lora, "medianMilliseconds"),
                            "all weights" + how,
                            least(full, "medianMilliseconds"),
                            false),
                    new Comparison(
                            "peak memory of LoRA" + how,
                            "MB",
                            least(lora, "peakBytes") / 1e6,
                            "all weights" + how,
                            least(full, "peakBytes") / 1e6,
                            false))) {
                table.append('\n').append(row.row());
            }
        }
    }

    private static String probe() throws IOException, InterruptedException {
        String given = System.getenv("GRAFT_DATA");
        Path folder = Path.of(given == null ? "../shared/data" : given, "text", "ag_news")
                .toAbsolutePath();
        String[] tables = {
            folder.resolve("train.csv").toString(), folder.resolve("test.csv").toString(), "description", "label"
        };
        Map<String, Child> children = new LinkedHashMap<>();
        List<Precision> precisions =
                Precision.BF16.pays() ? List.of(Precision.FP32, Precision.BF16) : List.of(Precision.FP32);
        for (Precision precision : precisions) {
            children.put(
                    precision.name(),
                    Child.of(Probe.class, tables[0], tables[1], tables[2], tables[3], MINILM, precision.name()));
        }
        children.put("peer", Child.of(OnnxRuntimeTribuoProbe.class, tables));
        Map<String, List<JsonNode>> figures = Harness.byTurns(children, 2);
        StringBuilder page = new StringBuilder(Comparison.HEAD + "\n");
        for (Precision precision : precisions) {
            page.append(new Comparison(
                                    "AG News, 4,800 texts to an evaluated bundle, "
                                            + precision.name().toLowerCase(Locale.ROOT),
                                    "s",
                                    least(figures.get(precision.name()), "seconds"),
                                    "ONNX Runtime and Tribuo, no bundle, C not chosen",
                                    least(figures.get("peer"), "seconds"),
                                    false)
                            .row())
                    .append('\n');
        }
        double peers = least(figures.get("peer"), "peakBytes") / 1e6;
        page.append("\n| | accuracy | peak memory | of the peer's |\n|---|---|---|---|\n");
        for (Map.Entry<String, List<JsonNode>> one : figures.entrySet()) {
            double peak = least(one.getValue(), "peakBytes") / 1e6;
            page.append(String.format(
                    Locale.ROOT,
                    "| %s | %.4f | %.0f MB | %.2f |%n",
                    one.getKey().equals("peer")
                            ? "ONNX Runtime and Tribuo"
                            : "Graft, " + one.getKey().toLowerCase(Locale.ROOT),
                    most(one.getValue(), "accuracy"),
                    peak,
                    peak / peers));
        }
        return page.toString().strip();
    }

    /** A program of Graft's own that says in words what it found. */
    private static String ours(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        return Harness.run(Child.of(main, arguments.toArray(String[]::new)))
                .get("text")
                .asString();
    }

    /** With the whole heap touched at the start, so that memory that grows is native. */
    private static String memory() throws IOException, InterruptedException {
        List<String> heap = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");
        return Harness.run(new Child(ManySteps.class, heap, List.of(), Map.of(), Duration.ofMinutes(10)))
                        .get("text")
                        .asString()
                + " The Java heap, 1 GB of it, is touched at the start: what grows would be native.";
    }

    static double most(List<JsonNode> figures, String field) {
        return Arrays.stream(Harness.values(figures, field)).max().orElseThrow();
    }

    static double least(List<JsonNode> figures, String field) {
        return Arrays.stream(Harness.values(figures, field)).min().orElseThrow();
    }
}
