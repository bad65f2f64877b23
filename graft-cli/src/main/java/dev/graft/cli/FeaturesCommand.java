package dev.graft.cli;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.backbone.Opening;
import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.base.DType;
import dev.graft.base.Shape;
import dev.graft.base.Storage;
import dev.graft.data.Data;
import dev.graft.data.Dataset;
import dev.graft.data.Parts;
import dev.graft.data.PreparedSet;
import dev.graft.data.TableOptions;
import dev.graft.engine.Precision;
import dev.graft.hub.Hub;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.transfer.Transfer;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@picocli.CommandLine.Command(
        name = "features",
        description = "Write what a network makes of each input, for any other tool; rows in the order of the data.",
        footerHeading = "%nFor example:%n",
        footer = {
            "  graft features all-minilm-l6-v2 reviews.csv --out reviews.safetensors",
            "  graft features reviews.graft new.csv --out new-features.csv"
        })
final class FeaturesCommand extends Command {
    /** The most bytes that Java holds in one piece. */
    private static final long LARGEST = Integer.MAX_VALUE - 8;

    @Parameters(
            index = "0",
            paramLabel = "NAME|BUNDLE",
            description = "A network that 'graft models' lists, or a bundle.")
    private String network;

    @Parameters(index = "1", paramLabel = "DATA", description = "Data as for 'graft train'.")
    private Path data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Ending in .safetensors (one tensor 'features') or .csv.")
    private Path out;

    @Option(names = "--overwrite", description = "Replace FILE.")
    private boolean overwrite;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "The network's weights: .safetensors (or the index of several), .onnx, or a .pth of PyTorch's.")
    private Optional<Path> weights = Optional.empty();

    @Mixin
    private InputArguments input = new InputArguments();

    @Option(names = "--no-cache", description = "Neither use features that are kept nor keep these.")
    private boolean noCache;

    @Mixin
    private TableArguments table = new TableArguments();

    FeaturesCommand(Session session) {
        super(session);
    }

    @Override
    void run() throws IOException {
        boolean csv = csv();
        boolean bundle = isBundle();
        Check.that(
                !bundle || weights.isEmpty(), "--weights is for a network of 'graft models'; a bundle brings its own");
        Target.file(out, overwrite);
        TableOptions read =
                bundle ? table.over(Trained.options(Values.path(network), Optional.empty())) : table.options();
        Parts<?> parts = session().opening(() -> Data.openParts(data, read.withoutLabels()));
        Dataset<?> inputs = parts.all();
        if (parts.several()) {
            session().say(data + " holds parts; rows are those of " + inputs.name());
        }
        inputs.notes().forEach(session()::warn);
        session().prepareEngine();
        long began = System.nanoTime();
        Hub hub = session().hub();
        try (Backbone backbone = open(hub)) {
            if (!csv) {
                mustFit(inputs.size(), backbone.width());
            }
            PreparedSet prepared = PreparedSet.of(backbone.input(), inputs);
            Features.Keep keep = noCache
                    ? Features.Keep.NOTHING
                    : new Features.Keep(Optional.of(hub.home().features()), Transfer.FEATURE_LIMIT);
            session().progress().begin("features", prepared.size());
            Features features = Features.of(
                    backbone,
                    prepared,
                    backbone.stages().count(),
                    Precision.FP32,
                    keep,
                    done -> session().progress().at(done, ""));
            session().progress().end("");
            if (csv) {
                Storage.LOCAL.writeFile(out, to -> writeCsv(features, backbone.width(), to));
            } else {
                writeTensor(features, backbone.width());
            }
            tell(features, backbone, prepared.cut(), (System.nanoTime() - began) / 1e9);
        }
    }

    /** Refuses what does not fit into a tensor of this command, before it is computed. */
    static void mustFit(long rows, int width) {
        long bytes = rows * width * Float.BYTES;
        Check.that(
                bytes <= LARGEST,
                String.format(
                        Locale.ROOT,
                        "%,d rows of %d features are %.1f GB, and a .safetensors file of this command holds 2 at most;"
                                + " name an --out that ends in .csv, or divide the data",
                        rows,
                        width,
                        bytes / 1e9));
    }

    private boolean isBundle() {
        return Catalog.find(network).isEmpty() && Bundle.isAt(Values.path(network));
    }

    private boolean csv() {
        String name = out.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".csv") && !name.endsWith(".safetensors")) {
            throw new BadArgument("--out must end in .safetensors or .csv, was '" + out + "'");
        }
        return name.endsWith(".csv");
    }

    private Backbone open(Hub hub) throws IOException {
        boolean named = Catalog.find(network).isPresent();
        Path folder = named ? Path.of("") : Values.path(network);
        if (!named && Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new BadInput(network, "is a file; name a network of 'graft models' or a bundle");
        }
        Backbone backbone = isBundle()
                ? body(folder, hub)
                : Catalog.open(
                        network, new Opening(weights, input.choice().form().channels(), hub));
        try {
            return backbone.input(backbone.input().with(input.choice()));
        } catch (RuntimeException e) {
            backbone.close();
            throw e;
        }
    }

    private static Backbone body(Path folder, Hub hub) throws IOException {
        Model model = Bundle.load(folder, hub);
        if (!model.adapters().isEmpty()) {
            model.close();
            throw new BadInput(
                    folder.toString(),
                    "has an adapter, and 'graft features' writes those of networks without one; name a network of"
                            + " 'graft models'");
        }
        return model.body();
    }

    private static void writeCsv(Features features, int width, OutputStream to) throws IOException {
        String head = IntStream.range(0, width).mapToObj(i -> "f" + i).collect(Collectors.joining(","));
        to.write((head + "\n").getBytes(StandardCharsets.US_ASCII));
        for (float[] row : features.rows()) {
            StringBuilder line = new StringBuilder(12 * width);
            for (float value : row) {
                line.append(line.length() == 0 ? "" : ",").append(value);
            }
            to.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void writeTensor(Features features, int width) throws IOException {
        float[][] rows = features.rows();
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(4 * width, rows.length)).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            for (float value : row) {
                bytes.putFloat(value);
            }
        }
        bytes.flip();
        TensorData tensor = TensorData.of("features", DType.F32, new Shape(rows.length, width), () -> bytes);
        Storage.LOCAL.writeFile(out, to -> Safetensors.write(to, Map.of(), List.of(tensor)));
    }

    private void tell(Features features, Backbone backbone, int cut, double seconds) {
        int rows = features.rows().length;
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", rows);
        json.put("width", backbone.width());
        json.put("seconds", seconds);
        json.put("examplesPerSecond", rows / seconds);
        json.put("cacheHits", features.hits());
        json.put("cut", cut);
        json.put("out", out);
        session().answer(json);
        if (cut > 0) {
            session().warn(cut + " of " + rows + " texts were cut; --windows reads all of them");
        }
        session()
                .say(String.format(
                        Locale.ROOT, "%d rows of %d features in %.1f s: %s", rows, backbone.width(), seconds, out));
    }
}
