package dev.graft.transfer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.graft.adapter.AdapterShape;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Stages;
import dev.graft.base.Check;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.InputSpec;
import dev.graft.model.HeadShape;
import dev.graft.train.Distillation.Lesson;
import dev.graft.train.Plan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a pretrained model learns a new task. A value: it holds no tensors, state or loop. One line below per record. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LinearProbe.class, name = "probe"),
    @JsonSubTypes.Type(value = FineTune.class, name = "finetune"),
    @JsonSubTypes.Type(value = GradualUnfreeze.class, name = "gradual"),
    @JsonSubTypes.Type(value = LayerwiseDecay.class, name = "layerwise"),
    @JsonSubTypes.Type(value = ProbeFineTune.class, name = "probe-finetune"),
    @JsonSubTypes.Type(value = Contrastive.class, name = "contrastive"),
    @JsonSubTypes.Type(value = Prototypes.class, name = "prototypes"),
    @JsonSubTypes.Type(value = TipAdapter.class, name = "tip-adapter"),
    @JsonSubTypes.Type(value = Hybrid.class, name = "hybrid"),
    @JsonSubTypes.Type(value = Scratch.class, name = "scratch"),
    @JsonSubTypes.Type(value = Pretrain.class, name = "pretrain"),
    @JsonSubTypes.Type(value = BitFit.class, name = "bitfit"),
    @JsonSubTypes.Type(value = Norms.class, name = "norms"),
    @JsonSubTypes.Type(value = Lora.class, name = "lora"),
    @JsonSubTypes.Type(value = Ia3.class, name = "ia3"),
    @JsonSubTypes.Type(value = Bottlenecks.class, name = "adapters"),
    @JsonSubTypes.Type(value = Prefix.class, name = "prefix"),
    @JsonSubTypes.Type(value = Prompt.class, name = "prompt"),
    @JsonSubTypes.Type(value = L2Sp.class, name = "l2sp"),
    @JsonSubTypes.Type(value = Delta.class, name = "delta"),
    @JsonSubTypes.Type(value = Bss.class, name = "bss"),
    @JsonSubTypes.Type(value = StochNorm.class, name = "stochnorm"),
    @JsonSubTypes.Type(value = MixoutTuning.class, name = "mixout"),
    @JsonSubTypes.Type(value = Distil.class, name = "distil"),
})
public interface Strategy {
    /** As in {@code --strategy NAME}. */
    String name();

    /** All that can be set, by name, with what it is: every component of the record, and of records in it. */
    default Map<String, Object> settings() {
        return Components.values((Record) this);
    }

    /**
     * The same with another setting: {@code FineTune.DEFAULTS.with("rate", 3e-5).with("epochs", 5)}. Who sets
     * {@code epochs} gets as many and no more, however few the data are.
     *
     * @param setting one of {@link #settings}
     * @param value as it is, or as it is written: {@code 3e-5} and {@code "3e-5"}, {@code List.of(64, 32)} and
     *     {@code "64,32"}
     * @throws dev.graft.base.BadArgument if there is no such setting, with the near names, or the value is not one
     */
    default Strategy with(String setting, Object value) {
        Record set = Components.changed((Record) this, setting, Components.written(value))
                .orElseThrow(() -> Check.unknown(
                        "setting of " + name(), setting, List.copyOf(settings().keySet())));
        boolean exact = setting.equals("epochs") && settings().containsKey("leastSteps");
        return exact ? ((Strategy) set).with("leastSteps", 0) : (Strategy) set;
    }

    /** What {@code --lr} sets. @throws dev.graft.base.BadArgument if it makes no steps */
    default double rate() {
        Object rate = settings().get("rate");
        Check.that(rate instanceof Double, "strategy " + name() + " has no learning rate");
        return (Double) rate;
    }

    /** What it does, in a few words for people. */
    String title();

    /** What is put around or between the layers first, as LoRA does; most add nothing. */
    default Optional<AdapterShape> adapter() {
        return Optional.empty();
    }

    /** What stands between the features and the answers. */
    default HeadShape head() {
        return HeadShape.LINEAR;
    }

    /** The same where it depends on what is read, or on how many examples there are. */
    default HeadShape head(InputSpec<?> input, Facts data) {
        return head();
    }

    /** How the body reads inputs, where a strategy learns that from the training part, as a list of terms. */
    default Backbone reading(Backbone body, Dataset<?> train) throws IOException {
        return body;
    }

    /** Whether what was pretrained is forgotten first, so that a network without weights does. */
    default boolean fresh() {
        return false;
    }

    /** Whether the size of pictures at which the network answers best is looked for in the end. */
    default boolean sizes() {
        return false;
    }

    /** What counts how much of what a teacher says; empty where none is learned from. */
    default Optional<Lesson> taught() {
        return Optional.empty();
    }

    /** Whether it is for transformers only. */
    default boolean needsAttention() {
        return false;
    }

    /** Whether it is nothing without a teacher. */
    default boolean needsTeacher() {
        return false;
    }

    /** What trains, in which order, how fast, against which further terms, and what is done at the end. */
    Plan plan(Stages stages, Facts data);
}
