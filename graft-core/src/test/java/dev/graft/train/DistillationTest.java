package dev.graft.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.Catalog;
import dev.graft.data.Batch;
import dev.graft.data.ImageInput;
import dev.graft.data.InputChoice;
import dev.graft.data.Labels;
import dev.graft.engine.Engine;
import dev.graft.engine.NoGrad;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.image.Interpolation;
import dev.graft.image.Preparation;
import dev.graft.model.HeadShape;
import dev.graft.model.Model;
import dev.graft.model.OneLabel;
import dev.graft.model.Provenance;
import dev.graft.nn.Flow;
import dev.graft.train.Distillation.Lesson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a teacher adds to the loss, by hand. */
class DistillationTest {
    private static final ImageInput INPUT = ImageInput.of(
            new Preparation(16, 16, Interpolation.BILINEAR, List.of(0.5, 0.4, 0.3), List.of(0.25, 0.2, 0.5)));
    private static final OneLabel PUPIL = new OneLabel(Labels.of(List.of("b", "c")));

    /** Knows one class more. */
    private static Model teacher() throws IOException {
        Backbone opened = Catalog.begin("resnet20", Hub.standard());
        Backbone body = opened.input(opened.input().with(InputChoice.DEFAULTS.size(24)));
        body.forget(3);
        OneLabel task = new OneLabel(Labels.of(List.of("a", "b", "c")));
        Engine.seed(4);
        try (Scope scope = Scope.open()) {
            return Model.of(body, task, task.head(body.width(), HeadShape.LINEAR), Precision.FP32, Provenance.UNKNOWN);
        }
    }

    private static Step step(Tensor pixels, Tensor logits) {
        Batch batch = new Batch(Flow.of(Flow.PIXELS, pixels), List.of(), new int[2]);
        return new Step(
                Map.of(Fit.LABELLED, batch), Map.of(Fit.LABELLED, Flow.of(Flow.LOGITS, logits)), Map.of(), Map.of(), 0);
    }

    /** The teacher's logits where the pupil's pixels are turned into its own the plain way. */
    private static double[][] shown(Model teacher, Tensor pixels) {
        Preparation own = INPUT.preparation();
        Preparation its = ((ImageInput) teacher.body().input()).preparation();
        float[] values = pixels.toFloats();
        int plane = 16 * 16;
        for (int i = 0; i < values.length; i++) {
            int c = i / plane % 3;
            double raw = values[i] * own.deviation().get(c) + own.mean().get(c);
            values[i] = (float) ((raw - its.mean().get(c)) / its.deviation().get(c));
        }
        try (NoGrad off = NoGrad.open()) {
            Tensor larger = dev.graft.engine.Maps.bicubic(Tensor.of(values, 2, 3, 16, 16), 24, 24, false, false);
            Flow features = teacher.features(Flow.of(Flow.PIXELS, larger));
            float[] logits =
                    teacher.output().head().forward(features).get(Flow.LOGITS).toFloats();
            return new double[][] {{logits[1], logits[2]}, {logits[4], logits[5]}}; // b and c of each
        }
    }

    @Test
    void isTheDistanceToTheTeachersAnswersAndItsGradient() throws IOException {
        double temperature = 2;
        double weight = 0.5;
        try (Scope scope = Scope.open();
                Model teacher = teacher()) {
            Teacher present = new PresentTeacher(teacher, PUPIL, INPUT, Precision.FP32);
            Distillation term = new Distillation(present, new Lesson(1, weight, temperature, 0), 64, 1);
            Engine.seed(5);
            Tensor pixels = Tensor.normal(2, 3, 16, 16);
            float[] given = {0.3f, -0.2f, 1.1f, 0.4f};
            Tensor logits = Tensor.of(given, 2, 2).requiresGrad(true);

            Tensor loss = term.of(step(pixels, logits));
            loss.backward();

            double[][] wanted = shown(teacher, pixels);
            double sum = 0;
            for (int n = 0; n < 2; n++) {
                double p = share(wanted[n][0], wanted[n][1], temperature);
                double q = share(given[2 * n], given[2 * n + 1], temperature);
                sum += p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
                double slope = weight * temperature * (q - p) / 2; // of the mean over both pictures
                assertThat(logits.gradient().toDoubles()[2 * n]).isCloseTo(slope, within(1e-5));
                assertThat(logits.gradient().toDoubles()[2 * n + 1]).isCloseTo(-slope, within(1e-5));
            }
            assertThat(loss.value()).isCloseTo(weight * temperature * temperature * sum / 2, within(1e-5));
            assertThat(loss.value()).isGreaterThan(1e-3);
            term.close();
        }
    }

    private static double share(double own, double other, double temperature) {
        return 1 / (1 + Math.exp((other - own) / temperature));
    }

    @Test
    void wantsATeacherWhoKnowsEveryClass() throws IOException {
        try (Model teacher = teacher()) {
            OneLabel more = new OneLabel(Labels.of(List.of("b", "owl")));
            assertThatThrownBy(() -> new PresentTeacher(teacher, more, INPUT, Precision.FP32))
                    .hasMessageContaining("does not know class 'owl'");
        }
    }

    /** Says the same of every batch. */
    private record Fixed(float[] logits, float[] pooled, int width) implements Teacher {
        @Override
        public Flow answers(Batch batch) {
            return Flow.of(Flow.LOGITS, Tensor.of(logits, 2, logits.length / 2))
                    .with(Flow.POOLED, Tensor.of(pooled, 2, width));
        }
    }

    @Test
    void softensBothAnswersAndCountsTheSquareOfTheTemperature() {
        // soft-max of (2, 0) / 2 is 0.731059, of (0, 0) 0.5: KL = 0.731059 ln(1.462117) + 0.268941 ln(0.537883) =
        // 0.110944
        double apart = 0.731059 * Math.log(1.462117) + 0.268941 * Math.log(0.537883);
        try (Scope scope = Scope.open()) {
            Teacher teacher = new Fixed(new float[] {2, 0, 0, 0}, new float[2], 1);
            Distillation term = new Distillation(teacher, new Lesson(0.1, 3, 2, 0), 1, 1);

            Tensor loss = term.of(step(Tensor.zeros(2, 3, 2, 2), Tensor.zeros(2, 2)));

            assertThat(apart).isCloseTo(0.110944, within(1e-5));
            assertThat(loss.value()).isCloseTo(3 * 4 * apart / 2, within(1e-5)); // the second agrees
            assertThat(term.own(Tensor.ones(), null).value()).isCloseTo(0.1, within(1e-7));
            assertThat(term.parameters()).isEmpty();
        }
    }

    @Test
    void comparesFeaturesThroughAMapThatLearns() {
        try (Scope scope = Scope.open()) {
            Teacher teacher = new Fixed(new float[4], new float[] {1, 2, 3, 0, 0, 1}, 3);
            try (Distillation term = new Distillation(teacher, new Lesson(0, 0, 1, 0.5), 2, 1)) {
                term.parameters().get("map.weight").copyInPlace(Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, 3, 2));
                term.parameters().get("map.bias").copyInPlace(Tensor.of(new float[] {0, 0, 1}, 3));
                term.parameters().values().forEach(tensor -> tensor.requiresGrad(true));
                Flow own = Flow.of(Flow.LOGITS, Tensor.zeros(2, 2))
                        .with(Flow.POOLED, Tensor.of(new float[] {1, 1, 0, 2}, 2, 2));
                Batch batch = new Batch(own, List.of(), new int[2]);

                Tensor loss = term.of(
                        new Step(Map.of(Fit.LABELLED, batch), Map.of(Fit.LABELLED, own), Map.of(), Map.of(), 0));
                loss.backward();

                // (1, 1, 3) and (0, 2, 3) against (1, 2, 3) and (0, 0, 1): squares 0 1 0 and 0 4 4
                assertThat(loss.value()).isCloseTo(0.5 * 9 / 6, within(1e-6));
                assertThat(term.parameters().get("map.bias").gradient().toFloats())
                        .containsExactly(new float[] {0, 0.5f * 2 * (-1 + 2) / 6, 0.5f * 2 * 2 / 6}, within(1e-6f));
            }
        }
    }

    @Test
    void wantsSomethingToLearn() {
        assertThatThrownBy(() -> new Lesson(1, 0, 2, 0)).hasMessageContaining("soft or features must be above 0");
        assertThatThrownBy(() -> new Lesson(1, 1, 0, 0)).hasMessage("temperature must be above 0, was 0.0");
    }
}
