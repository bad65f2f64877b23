package dev.graft.transfer;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.graft.adapter.AdapterShape;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.Stages;
import dev.graft.data.Dataset;
import dev.graft.data.Facts;
import dev.graft.data.InputSpec;
import dev.graft.model.HeadShape;
import dev.graft.train.Distillation.Lesson;
import dev.graft.train.Plan;
import java.io.IOException;
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

    /** Whether it is nothing without a teacher. */
    default boolean needsTeacher() {
        return false;
    }

    /** What trains, in which order, how fast, against which further terms, and what is done at the end. */
    Plan plan(Stages stages, Facts data);
}
