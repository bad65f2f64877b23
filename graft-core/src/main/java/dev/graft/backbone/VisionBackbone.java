package dev.graft.backbone;

import dev.graft.base.Check;
import dev.graft.data.ImageInput;
import dev.graft.data.InputSpec;
import dev.graft.data.MapPooling;
import dev.graft.engine.Autocast;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.image.Preparation;
import dev.graft.nn.Flow;
import dev.graft.nn.Layer;
import dev.graft.vision.Network;
import dev.graft.vision.PatchTokens;
import dev.graft.vision.Stage;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A network for pictures: the stages of its paper, and the pooled map as features. */
public final class VisionBackbone implements Backbone {
    private final String architecture;
    private final Network own;
    private final Network network;
    private final ImageInput input;
    private final Origin origin;
    private String fingerprint;

    /** @param own the architecture's network, without classifier, with its weights */
    VisionBackbone(String architecture, Network own, ImageInput input, Origin origin) {
        this.architecture = architecture;
        this.own = own;
        Preparation preparation = input.preparation();
        network = input.pooling() == MapPooling.FLAT ? own.flat(preparation.channels(), preparation.size()) : own;
        this.input = input;
        this.origin = origin;
        fingerprint = origin.sha256();
    }

    @Override
    public String name() {
        return origin.name();
    }

    @Override
    public ImageInput input() {
        return input;
    }

    @Override
    public Backbone input(InputSpec<?> other) {
        ImageInput pictures = (ImageInput) other;
        int channels = pictures.preparation().channels();
        Check.that(
                channels == input.preparation().channels(),
                "a network is opened for pictures of so many channels, and this one reads pictures of "
                        + input.preparation().channels() + " channels, not of " + channels
                        + "; open it once more for these");
        network.stages()
                .forEach(stage -> stage.layers().visitLayers("", (prefix, layer) -> {
                    if (layer instanceof PatchTokens patches) {
                        patches.check(pictures.preparation().size(), pictures.from());
                    }
                }));
        VisionBackbone reading = new VisionBackbone(architecture, own, pictures, origin);
        reading.fingerprint = fingerprint;
        return reading;
    }

    @Override
    public Stages stages() {
        return new Stages(network.stages().stream().map(Stage::name).toList());
    }

    @Override
    public Layer stage(int index) {
        return network.stages().get(index).layers();
    }

    @Override
    public String prefix(int index) {
        return network.stages().get(index).prefix();
    }

    @Override
    public Map<String, Tensor> state() {
        return network.named();
    }

    @Override
    public int width() {
        return network.width();
    }

    @Override
    public Flow run(Flow in, int from, int to) {
        Tensor map = in.get(from == 0 ? Flow.PIXELS : Flow.MAP);
        for (Stage stage : network.stages().subList(from, to)) {
            try (Scope scope = Scope.open()) { // what a stage needs only for itself is freed at once
                map = scope.keep(stage.layers().forward(map));
            }
        }
        Flow out = Flow.of(Flow.MAP, map);
        return to == network.stages().size() ? out.with(Flow.POOLED, pooled(map)) : out;
    }

    private Tensor pooled(Tensor map) {
        try (Autocast full = Autocast.open(Precision.FP32)) {
            return network.pool().forward(map);
        }
    }

    @Override
    public boolean couples() {
        return network.mixesExamples();
    }

    /** A flat map has one size, and patches have positions. */
    @Override
    public boolean anySize() {
        return input.pooling() == MapPooling.OWN && !hasPatches();
    }

    private boolean hasPatches() {
        boolean[] any = {false};
        network.stages()
                .forEach(stage ->
                        stage.layers().visitLayers("", (prefix, layer) -> any[0] |= layer instanceof PatchTokens));
        return any[0];
    }

    /** Depthwise convolutions, which are few products to a number read, were measured at 0.9 of fp32 in bf16 with AMX. */
    @Override
    public Precision fastest() {
        return network.depthwise() ? Precision.FP32 : Precision.fastest();
    }

    /**
     * Probes on features of convolutions in either were measured to be right equally often: docs/results.md, "Half the
     * bits". Of transformers that is not known.
     */
    @Override
    public Precision answering() {
        return hasPatches() ? Precision.FP32 : fastest();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    /** Its name among {@link dev.graft.vision.Architectures}. */
    public String architecture() {
        return architecture;
    }

    @Override
    public Map<String, byte[]> files() {
        return files(List.of(), "");
    }

    /** @param labels of its classifier, none for the body alone @param licence of its weights, empty where unknown */
    Map<String, byte[]> files(List<String> labels, String licence) {
        return VisionFolder.files(architecture, network.width(), input, labels, licence);
    }

    @Override
    public void forget(long seed) {
        fingerprint = "random " + seed;
        network.begin(seed);
    }

    @Override
    public Initialization initialize(TensorFile weights, String sha256) throws IOException {
        Initialization made = Initialization.from(weights, state());
        fingerprint += BEGUN + sha256;
        network.train(false); // what was derived from the weights before is stale
        return made;
    }

    @Override
    public void close() {
        network.close();
    }
}
