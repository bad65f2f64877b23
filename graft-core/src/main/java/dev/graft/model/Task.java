package dev.graft.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.graft.data.Target;
import dev.graft.engine.Tensor;
import dev.graft.metric.Metric;
import dev.graft.metric.Metrics;
import dev.graft.metric.Scored;
import dev.graft.nn.Flow;
import java.util.List;

/** What is learned: how a body's output becomes an answer, and what counts as an error. One line below per task. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OneLabel.class, name = "one-label"),
    @JsonSubTypes.Type(value = SeveralLabels.class, name = "several-labels"),
    @JsonSubTypes.Type(value = NumberTask.class, name = "number"),
})
public interface Task {
    /** A new head on a body of some width, at random from {@link dev.graft.engine.Engine#seed}. */
    Head head(int width, HeadShape shape);

    /** Mean error over a batch, to be minimised; outside of bf16. */
    Tensor loss(Flow output, List<Target> targets);

    /** One answer per example. */
    List<Prediction> decode(Flow output);

    /** Answers and truth side by side, for metrics. */
    Scored score(List<Prediction> predictions, List<Target> targets);

    @JsonIgnore
    Scored.Kind kind();

    /** What an evaluation says of this task, the main one first. */
    @JsonIgnore
    default List<Metric> metrics() {
        return Metrics.of(kind());
    }

    /** Names of what it may answer; empty for a number. */
    @JsonIgnore
    default List<String> classes() {
        return List.of();
    }
}
