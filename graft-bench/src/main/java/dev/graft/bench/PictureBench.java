package dev.graft.bench;

import static dev.graft.bench.Bench.least;
import static dev.graft.bench.Bench.most;

import dev.graft.bench.own.DrawnWeights;
import dev.graft.bench.own.PictureCaching;
import dev.graft.bench.own.PictureProbe;
import dev.graft.bench.own.PictureSteps;
import dev.graft.bench.peers.Comparison;
import dev.graft.bench.peers.DjlPictureSteps;
import dev.graft.bench.peers.EncodePictures;
import dev.graft.bench.peers.Harness;
import dev.graft.bench.peers.Harness.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The sections of {@link Bench} that are about pictures. */
final class PictureBench {
    static final Map<String, Bench.Section> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put("images", PictureBench::images);
        SECTIONS.put("imagesteps", PictureBench::steps);
        SECTIONS.put("imageadapters", PictureBench::adapters);
        SECTIONS.put("imagecache", PictureBench::cache);
        SECTIONS.put("imagegrowth", PictureBench::growth);
        SECTIONS.put("antsbees", PictureBench::antsAndBees);
    }

    private static final String MOBILENET = "mobilenet_v2";
    private static final String RESNET = "resnet18";
    private static final String FP32 = "FP32";
    private static final String BF16 = "BF16";
    private static final String ONNX_RUNTIME = "ONNX Runtime fp32";
    private static final String DJL = "DJL fp32";
    private static final double SAME = 1e-4;

    /** Of one third of the photographs, as others would take hours. */
    private static final List<String> LARGE = List.of("resnet50", "vgg11", "densenet121");

    static final List<String> MEASURED = Stream.concat(
                    Stream.of(RESNET, MOBILENET, "squeezenet1_0", "alexnet"), LARGE.stream())
            .toList();

    static final String NOT_MEASURED = """
            Not measured. In other numbers the layers of one that is: resnet34, resnet101, wide_resnet50_2, vgg11_bn, \
            vgg13, vgg13_bn, vgg16, vgg16_bn, vgg19, vgg19_bn, densenet169, squeezenet1_1. Made for pictures of 28 to 64 \
            pixels: resnet20, resnet32, resnet44, resnet56, resnet_tiny, doodlenet. Of layers that the peers' graphs of \
            this benchmark do not have, as groups of channels, gates, padding on one side, windows of two sizes, layer \
            norms, attention: resnext50_32x4d, inception_v3, xception, mobilenetv1_025, mobilenetv1_050, \
            mobilenetv1_075, mobilenetv1_100, tf_mobilenet_v2, mobilenet_v3_large, mobilenet_v3_small, efficientnet_b0, \
            convnext_tiny, vit_b_16, vit_ti_16, vit_small_patch14_dinov2, vit_small_patch14_reg4_dinov2.""";

    /** Sizes of the benchmark; the property {@code graft.bench.quick} makes all small, to see that it works. */
    private static final boolean QUICK = Boolean.getBoolean("graft.bench.quick");

    private static final int ROUNDS = QUICK ? 1 : 2;
    private static final int RUNS = QUICK ? 1 : 3;
    private static final int PHOTOS = QUICK ? 32 : 192;
    private static final int FEW_PHOTOS = QUICK ? 16 : 64;
    private static final int ALL_PHOTOS = 397;
    private static final int STEPS = QUICK ? 4 : 15;
    private static final List<Integer> COUNTS =
            QUICK ? List.of(250, 500, 1000) : List.of(1000, 2000, 4000, 8000, 16_000);
    private static final int SMALL_SIDE = 96;
    private static final String GROWTH_STRENGTH = "1";
    private static final int BATCH = 32;
    private static final int SIDE = 128;

    private PictureBench() {}

    /** Weights of an architecture: those of the shared data, else drawn ones. */
    private static Path weights(String architecture) throws IOException, InterruptedException {
        Optional<Path> real = BenchPictures.shared("weights", architecture + "-imagenet.safetensors");
        if (real.isPresent()) {
            return real.get();
        }
        Path drawn = Path.of("target", "bench-" + architecture + ".safetensors").toAbsolutePath();
        if (!Files.exists(drawn)) {
            Harness.run(Child.of(DrawnWeights.class, architecture, drawn.toString()));
        }
        return drawn;
    }

    private static String adapters() throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder("A step of `lora` against one of `finetune`, both at their defaults for"
                        + " pictures: " + BATCH + " pictures of " + SIDE + " pixels, median. LoRA of rank 8 is beside"
                        + " every convolution of resnet_tiny, and beside queries and values of vit_ti_16. First in the"
                        + " precision that training takes here by itself. Java heap at most 1 GB in both.\n\n")
                .append(Comparison.HEAD);
        for (String network : List.of("resnet_tiny", "vit_ti_16")) {
            String weights = weights(network).toString();
            Bench.besideAllWeights(
                    table,
                    network,
                    PictureSteps.class,
                    (strategy, precision) -> List.of(
                            network,
                            weights,
                            Integer.toString(BATCH),
                            Integer.toString(SIDE),
                            Integer.toString(STEPS),
                            precision.name(),
                            strategy));
        }
        return table.toString();
    }

    private static String images() throws IOException, InterruptedException {
        StringBuilder network = new StringBuilder(Comparison.HEAD);
        StringBuilder together = new StringBuilder(Comparison.HEAD);
        StringBuilder decode = new StringBuilder();
        for (String name : MEASURED) {
            Map<String, List<JsonNode>> figures = Harness.byTurns(encoders(name), ROUNDS);
            double difference = Math.max(
                    different(figures.get(FP32), figures.get(ONNX_RUNTIME)),
                    different(figures.get(FP32), figures.get(DJL)));
            if (difference > SAME) {
                decode.append(String.format(
                        Locale.ROOT,
                        "- %s: **left out**, features differ from a peer's by %.1e of their length.%n",
                        name,
                        difference));
                continue;
            }
            for (String ours : List.of(FP32, BF16)) {
                for (String theirs : List.of(ONNX_RUNTIME, DJL)) {
                    add(network, name, ours, theirs, figures, "networkPerSecond");
                }
                add(together, name, ours, ONNX_RUNTIME, figures, "togetherPerSecond");
            }
            network.append('\n')
                    .append(new Comparison(
                                    name + ", Graft in bf16",
                                    "images/s",
                                    most(figures.get(BF16), "networkPerSecond"),
                                    "Graft fp32",
                                    most(figures.get(FP32), "networkPerSecond"),
                                    true)
                            .row());
            decode.append(String.format(
                    Locale.ROOT,
                    "- %s: decoding alone %.0f pictures/s; features differ from the peers' by at most %.1e; peak memory"
                            + " of the process, which holds all the pictures decoded: %s.%n",
                    name,
                    most(figures.get(FP32), "decodePerSecond"),
                    difference,
                    memory(figures)));
        }
        return PHOTOS + " photographs (" + FEW_PHOTOS + " for " + String.join(", ", LARGE) + "), shorter side 256, to"
                + " features at 224 pixels, batches of 16; best of rounds.\n\n"
                + "The network alone:\n\n" + network + "\n\nFrom the JPEG file to the feature, decoded alike:\n\n"
                + together + "\n\n" + decode + "\n" + NOT_MEASURED;
    }

    /** The most that each side's process has held. */
    private static String memory(Map<String, List<JsonNode>> figures) {
        List<String> sides = new ArrayList<>();
        figures.forEach((side, runs) -> sides.add(String.format(
                Locale.ROOT,
                "%s %.0f MB",
                side.equals(FP32) || side.equals(BF16) ? "Graft in " + side.toLowerCase(Locale.ROOT) : side,
                most(runs, "peakBytes") / 1e6)));
        return String.join(", ", sides);
    }

    private static Map<String, Child> encoders(String name) throws IOException, InterruptedException {
        String weights = weights(name).toString();
        String photos =
                BenchPictures.photos(LARGE.contains(name) ? FEW_PHOTOS : PHOTOS).toString();
        String runs = Integer.toString(RUNS);
        Map<String, Child> children = new LinkedHashMap<>();
        for (String precision : List.of(FP32, BF16)) {
            children.put(
                    precision,
                    Child.of(
                            dev.graft.bench.own.EncodePictures.class,
                            name,
                            weights,
                            photos,
                            "224",
                            precision,
                            runs,
                            "4"));
        }
        String[] arguments = {name, weights, photos, "224", "16", runs, "4"};
        children.put(ONNX_RUNTIME, EncodePictures.child("onnxruntime", arguments));
        children.put(DJL, EncodePictures.child("djl", arguments));
        return children;
    }

    private static void add(
            StringBuilder table,
            String name,
            String ours,
            String theirs,
            Map<String, List<JsonNode>> figures,
            String rate) {
        table.append('\n')
                .append(new Comparison(
                                name + ", Graft in " + ours.toLowerCase(Locale.ROOT),
                                "images/s",
                                most(figures.get(ours), rate),
                                theirs,
                                most(figures.get(theirs), rate),
                                true)
                        .row());
    }

    /** The largest distance of two features of one picture, over the length of the first. */
    static double different(List<JsonNode> ours, List<JsonNode> theirs) {
        JsonNode a = ours.get(0).get("vectors");
        JsonNode b = theirs.get(0).get("vectors");
        double most = 0;
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            double squares = 0;
            double length = 0;
            for (int d = 0; d < Math.max(a.path(i).size(), b.path(i).size()); d++) {
                double x = a.path(i).path(d).doubleValue(Double.NaN);
                double gap = x - b.path(i).path(d).doubleValue(Double.NaN);
                squares += gap * gap;
                length += x * x;
            }
            double relative = Math.sqrt(squares / length);
            most = Double.isNaN(relative) ? Double.POSITIVE_INFINITY : Math.max(most, relative);
        }
        return most;
    }

    private static String steps() throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder("A step of training all weights, SGD with momentum, batch " + BATCH
                        + " at " + SIDE + " pixels, batch norms and their statistics learning; median.\n\n")
                .append(Comparison.HEAD);
        StringBuilder memory = new StringBuilder();
        for (String name : List.of(RESNET, MOBILENET)) {
            Path weights = weights(name);
            Map<String, Child> children = new LinkedHashMap<>();
            for (String precision : List.of(FP32, BF16)) {
                children.put(
                        precision,
                        Child.of(
                                PictureSteps.class,
                                name,
                                weights.toString(),
                                Integer.toString(BATCH),
                                Integer.toString(SIDE),
                                Integer.toString(STEPS),
                                precision));
            }
            children.put(
                    DJL,
                    DjlPictureSteps.child(
                            name,
                            weights,
                            BATCH,
                            SIDE,
                            STEPS,
                            Runtime.getRuntime().availableProcessors()));
            Map<String, List<JsonNode>> figures = Harness.byTurns(children, ROUNDS);
            double fp32 = perSecond(figures.get(FP32));
            double bf16 = perSecond(figures.get(BF16));
            double djl = perSecond(figures.get(DJL));
            for (Comparison row : List.of(
                    new Comparison(name + ", fp32", "steps/s", fp32, DJL, djl, true),
                    new Comparison(name + ", bf16", "steps/s", bf16, DJL, djl, true),
                    new Comparison(name + ", bf16", "steps/s", bf16, "Graft fp32", fp32, true))) {
                table.append('\n').append(row.row());
            }
            memory.append("- ")
                    .append(name)
                    .append(": ")
                    .append(memory(figures))
                    .append(".\n");
        }
        return table + "\n\nPeak memory of the process:\n\n" + memory;
    }

    private static double perSecond(List<JsonNode> figures) {
        return 1e3 / least(figures, "medianMilliseconds");
    }

    private static String cache() throws IOException, InterruptedException {
        Path photos = BenchPictures.photos(PHOTOS);
        return Harness.run(Child.of(
                        PictureCaching.class,
                        photos.toString(),
                        MOBILENET,
                        weights(MOBILENET).toString()))
                .get("text")
                .asString();
    }

    private static String growth() throws IOException, InterruptedException {
        int most = COUNTS.get(COUNTS.size() - 1);
        StringBuilder table = new StringBuilder("A probe with " + MOBILENET + " at " + SMALL_SIDE
                + " pixels, from small JPEG files to an evaluated bundle, Java heap at most 1 GB. C is 1 and not chosen: that"
                + " is done on five parts of few pictures and on one of many.\n\n"
                + "| pictures | seconds | resident, most | heap, most | accuracy |\n|---|---|---|---|---|");
        List<Double> seconds = new ArrayList<>();
        for (int count : COUNTS) {
            List<String> arguments = List.of(
                    BenchPictures.table(count, most).toString(),
                    MOBILENET,
                    weights(MOBILENET).toString(),
                    Integer.toString(SMALL_SIDE),
                    GROWTH_STRENGTH);
            Child child = new Child(PictureProbe.class, List.of("-Xmx1g"), arguments, Map.of(), Duration.ofMinutes(30));
            List<JsonNode> figures = List.of(Harness.run(child));
            seconds.add(least(figures, "seconds"));
            table.append(String.format(
                    Locale.ROOT,
                    "%n| %,d | %.1f | %.0f MB | %.0f MB | %.4f |",
                    count,
                    least(figures, "seconds"),
                    least(figures, "peakBytes") / 1e6,
                    least(figures, "heapBytes") / 1e6,
                    least(figures, "accuracy")));
        }
        int last = COUNTS.size() - 1;
        return table
                + String.format(
                        Locale.ROOT,
                        "%n%nTime grows with the number of pictures to the power of **%.2f** (all sizes, least squares of "
                                + "logarithms), of %.2f between the last two.",
                        exponent(COUNTS, seconds),
                        exponent(COUNTS.subList(last - 1, last + 1), seconds.subList(last - 1, last + 1)));
    }

    /** Slope of the line through the logarithms. */
    static double exponent(List<Integer> counts, List<Double> seconds) {
        double meanX = counts.stream().mapToDouble(Math::log).average().orElseThrow();
        double meanY = seconds.stream().mapToDouble(Math::log).average().orElseThrow();
        double up = 0;
        double down = 0;
        for (int i = 0; i < counts.size(); i++) {
            double x = Math.log(counts.get(i)) - meanX;
            up += x * (Math.log(seconds.get(i)) - meanY);
            down += x * x;
        }
        return up / down;
    }

    private static String antsAndBees() throws IOException, InterruptedException {
        boolean real = BenchPictures.shared("vision", "hymenoptera.tar").isPresent();
        String photos = BenchPictures.photos(ALL_PHOTOS).toString(); // in one folder, so that all are used
        Child child = Child.of(
                PictureProbe.class, photos, MOBILENET, weights(MOBILENET).toString(), "0", "0");
        List<JsonNode> figures = Harness.byTurns(Map.of("probe", child), ROUNDS).get("probe");
        return String.format(
                Locale.ROOT,
                "A probe with %s on %.0f photographs, from files to an evaluated, saved and reread bundle, features not kept: "
                        + "**%.1f s**, with the start of Java %.1f s. Accuracy %.4f%s. Peak memory %.0f MB.",
                MOBILENET,
                least(figures, "examples"),
                least(figures, "seconds"),
                least(figures, "processSeconds"),
                least(figures, "accuracy"),
                real ? " (ImageNet knows ants and bees)" : " (drawn pictures)",
                least(figures, "peakBytes") / 1e6);
    }
}
