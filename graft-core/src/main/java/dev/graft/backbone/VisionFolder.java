package dev.graft.backbone;

import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.data.ImageInput;
import dev.graft.data.MapPooling;
import dev.graft.engine.Tensor;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.vision.Architecture;
import dev.graft.vision.Architectures;
import dev.graft.vision.Network;
import dev.graft.vision.PatchTokens;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A vision network in the layout that timm and Hugging Face's loaders expect: {@code config.json} with the architecture
 * and its input, {@code preprocessor_config.json}, {@code model.safetensors}.
 */
final class VisionFolder {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    static final String ARCHITECTURE = "architecture";
    private static final String INPUT = "pretrained_cfg";
    private static final String POOLING = "global_pool"; // as timm spells it, which has no word for a flat map
    private static final String FLAT = "flat";
    private static final String LICENCE = "license"; // as timm spells it
    private static final Map<Interpolation, Integer> PIL = // as PIL.Image numbers them
            Map.of(Interpolation.NEAREST, 0, Interpolation.BILINEAR, 2, Interpolation.BICUBIC, 3);

    /** Classifiers, those that only help in training, and what a transformer learned to fill gaps with. */
    private static final Pattern NOT_OF_THE_BODY =
            Pattern.compile("^(fc|classifier|head|heads|head_drop|linear|last_linear|AuxLogits|mask_token)\\b");

    private VisionFolder() {}

    static boolean is(JsonNode config) {
        return config.has(ARCHITECTURE);
    }

    static Map<String, byte[]> files(
            String architecture, int width, ImageInput input, List<String> labels, String licence) {
        Preparation preparation = input.preparation();
        Map<String, Object> config = config(architecture, width, preparation, labels.size(), licence);
        if (input.pooling() == MapPooling.FLAT) {
            config.put(POOLING, FLAT);
        }
        if (!labels.isEmpty()) {
            config.put("label_names", labels);
        }
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(BackboneFolder.CONFIG, json(config));
        files.put("preprocessor_config.json", json(preprocessor(preparation)));
        return files;
    }

    private static Map<String, Object> config(
            String architecture, int width, Preparation preparation, int classes, String licence) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("input_size", List.of(preparation.channels(), preparation.size(), preparation.size()));
        input.put("interpolation", preparation.interpolation().name().toLowerCase(Locale.ROOT));
        input.put("crop_pct", (double) preparation.size() / preparation.shorter());
        input.put("mean", preparation.mean());
        input.put("std", preparation.deviation());
        if (!licence.isEmpty()) {
            input.put(LICENCE, licence);
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(ARCHITECTURE, architecture);
        config.put("num_classes", classes);
        config.put("num_features", width);
        config.put(INPUT, input);
        return config;
    }

    private static Map<String, Object> preprocessor(Preparation preparation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("image_processor_type", "BitImageProcessor");
        json.put("do_resize", true);
        json.put("size", Map.of("shortest_edge", preparation.shorter()));
        json.put("resample", PIL.get(preparation.interpolation()));
        json.put("do_center_crop", true);
        json.put("crop_size", Map.of("height", preparation.size(), "width", preparation.size()));
        json.put("do_rescale", true);
        json.put("rescale_factor", 1 / 255.0);
        json.put("do_normalize", true);
        json.put("image_mean", preparation.mean());
        json.put("image_std", preparation.deviation());
        return json;
    }

    private static byte[] json(Object value) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    }

    /** What a folder says of the licence of its weights, mostly nothing. */
    static String licence(JsonNode config) {
        return config.path(INPUT).path(LICENCE).asString("");
    }

    /** The body of an architecture at random, to be trained. */
    static Backbone begin(Architecture architecture, Opening how) {
        Preparation preparation = channels(architecture.preparation(), how);
        Network network = architecture.builder().build(preparation.channels(), 0);
        Origin origin = new Origin(architecture.name(), "random weights", "", "");
        return new VisionBackbone(architecture.name(), network, ImageInput.of(preparation), origin);
    }

    /** How a folder says that its network's input is prepared. */
    static Preparation preparation(JsonNode config, Architecture architecture, String file) throws BadInput {
        return preparation(config.path(INPUT), architecture.preparation(), file);
    }

    /** For pictures of as many channels as are wanted. */
    static Preparation channels(Preparation stated, Opening how) {
        return how.channels().map(stated::channels).orElse(stated);
    }

    /** @param origin where it comes from */
    static Backbone open(Path folder, JsonNode config, Origin origin, Opening how) throws IOException {
        Architecture architecture = architecture(folder, config);
        ImageInput input = input(folder, config, how);
        Path weights = folder.resolve(BackboneFolder.WEIGHTS);
        try (TensorFile tensors = Safetensors.open(weights)) {
            return assemble(architecture, input, tensors, weights.toString(), origin);
        }
    }

    private static Architecture architecture(Path folder, JsonNode config) throws BadInput {
        String name = config.path(ARCHITECTURE).asString("");
        if (!Architectures.names().contains(name)) {
            throw new BadInput(
                    folder.resolve(BackboneFolder.CONFIG).toString(),
                    "names architecture '" + name + "', which is not one of those that Graft builds");
        }
        return Architectures.named(name);
    }

    /** How a folder says that pictures are read. */
    static ImageInput input(Path folder, JsonNode config, Opening how) throws BadInput {
        String file = folder.resolve(BackboneFolder.CONFIG).toString();
        Preparation stated = preparation(config, architecture(folder, config), file);
        boolean flat = config.path(POOLING).asString("").equals(FLAT);
        return ImageInput.of(channels(stated, how), flat ? MapPooling.FLAT : MapPooling.OWN);
    }

    /** The body of an architecture with the weights of a file. */
    static Backbone assemble(
            Architecture architecture, ImageInput input, TensorFile weights, String called, Origin origin)
            throws IOException {
        Network network = architecture.builder().build(input.preparation().channels(), 0);
        try {
            Map<String, Tensor> state = network.named();
            Loaded loaded = Loading.into(architecture.name())
                    .spare(name -> NOT_OF_THE_BODY.matcher(name).find())
                    .firstConvolution(firstConvolution(state))
                    .adapting((tensor, found, wanted) ->
                            patches(network).flatMap(tokens -> tokens.regridded(tensor, found)))
                    .suggesting(new Lookalikes(Architectures.ALL))
                    .read(weights, called, state);
            tell(loaded);
            network.train(false);
            return new VisionBackbone(architecture.name(), network, input, origin);
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /** The layer of a network that reads its picture in patches. */
    private static Optional<PatchTokens> patches(Network network) {
        List<PatchTokens> found = new ArrayList<>();
        network.stages()
                .forEach(stage -> stage.layers().visitLayers(layer -> {
                    if (layer instanceof PatchTokens tokens) {
                        found.add(tokens);
                    }
                }));
        return found.stream().findFirst();
    }

    /** What was made to fit is no longer what was trained, which a user should know. */
    private static void tell(Loaded loaded) {
        if (!loaded.adapted().isEmpty()) {
            System.getLogger(VisionFolder.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            loaded.file() + ": made to fit: " + String.join(", ", loaded.adapted()));
        }
    }

    /** The kernel that reads the picture. */
    private static String firstConvolution(Map<String, Tensor> state) {
        return state.entrySet().stream()
                .filter(tensor -> tensor.getValue().shape().rank() == 4)
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse("");
    }

    /** What a file says of the input; what it does not say is as usual for the architecture. */
    private static Preparation preparation(JsonNode json, Preparation usual, String file) throws BadInput {
        try {
            int size = json.path("input_size").path(2).asInt(usual.size());
            double share =
                    Check.fraction("crop_pct", json.path("crop_pct").asDouble((double) usual.size() / usual.shorter()));
            String interpolation =
                    json.path("interpolation").asString(usual.interpolation().name());
            return new Preparation(
                    size,
                    (int) Math.floor(size / share + 1e-6),
                    interpolation(interpolation.toLowerCase(Locale.ROOT)),
                    numbers(json.path("mean")).orElse(usual.mean()),
                    numbers(json.path("std")).orElse(usual.deviation()));
        } catch (IllegalArgumentException e) {
            throw new BadInput(file, "describes an input that no network takes: " + e.getMessage(), e);
        }
    }

    private static Interpolation interpolation(String name) {
        List<String> known = Stream.of(Interpolation.values())
                .map(interpolation -> interpolation.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!known.contains(name)) {
            throw Check.unknown("interpolation", name, known);
        }
        return Interpolation.values()[known.indexOf(name)];
    }

    private static Optional<List<Double>> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asDouble()));
        return numbers.isEmpty() ? Optional.empty() : Optional.of(numbers);
    }
}
