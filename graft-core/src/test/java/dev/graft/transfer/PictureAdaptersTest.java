package dev.graft.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.backbone.Backbone;
import dev.graft.base.BadInput;
import dev.graft.data.Image;
import dev.graft.data.ImageInput;
import dev.graft.data.InputChoice;
import dev.graft.data.PictureForm;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.engine.Engine;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.image.Pixels;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.vision.RandomWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several adapters over one loaded network for pictures. */
class PictureAdaptersTest {
    private static final String NETWORK = "resnet18";
    private static final int PICTURES = 16;

    @TempDir
    static Path home;

    private static Path lying;
    private static Path bright;
    private static final List<Image> ASKED = new ArrayList<>();

    /** Of two tasks, which read the pictures at different sizes, one by the statistics of its own data. */
    @BeforeAll
    static void trainsTwoOverOneNetwork() throws IOException {
        Engine.threads(2);
        lying = saved("lying", InputChoice.DEFAULTS.size(32), 1);
        bright = saved("bright", InputChoice.DEFAULTS.size(48).form(PictureForm.STATED.standardize(true)), 2);
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 3; i++) {
            ASKED.add(picture(i % 2 == 0, 60 + 60 * i, random));
        }
    }

    private static Path saved(String task, InputChoice input, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Sample<Image>> samples = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            boolean lies = i % 2 == 0;
            boolean shines = i / 2 % 2 == 0;
            boolean yes = task.equals("lying") ? lies : shines;
            Image image = picture(lies, shines ? 180 : 60, random);
            samples.add(new Sample<>(image, new Target.Label(yes ? task : "not " + task), "picture " + i));
        }
        Transfer transfer = Transfer.from(NETWORK)
                .weights(RandomWeights.of(NETWORK, home))
                .input(input)
                .by(Lora.PICTURES.with("epochs", 4))
                .run(Runs.quiet());
        try (Model model = transfer.fit(new Samples<>(task, samples), seed)) {
            model.save(home.resolve(task));
            return home.resolve(task);
        }
    }

    private static Image picture(boolean lies, int light, SplittableRandom random) {
        int side = 40;
        byte[] data = new byte[3 * side * side];
        for (int i = 0; i < data.length; i++) {
            int along = lies ? i / 3 / side : i / 3 % side;
            data[i] = (byte) (light + (along / 4 % 2 == 0 ? 30 : -30) + random.nextInt(-20, 20));
        }
        return Image.of(new Pixels(side, side, 3, data));
    }

    private static float[][] answers(Model model) {
        return model.predict(ASKED).stream()
                .map(answer -> ((Prediction.OneOf) answer).probabilities())
                .toArray(float[][]::new);
    }

    private static Map<String, float[]> values(Map<String, Tensor> state) {
        Map<String, float[]> values = new LinkedHashMap<>();
        state.forEach((name, tensor) -> values.put(name, tensor.toFloats()));
        return values;
    }

    @Test
    void eachAnswersAsWhenItIsAloneAndTheNetworkStaysAsItWas() throws IOException {
        try (Model first = Bundle.load(lying, Hub.standard());
                Model alone = Bundle.load(bright, Hub.standard())) {
            float[][] wantedFirst = answers(first);
            float[][] wantedSecond = answers(alone);
            assertThat(wantedFirst).isNotEqualTo(answers(bare(first)));
            assertThat(wantedSecond).isNotEqualTo(answers(bare(alone)));
            Map<String, float[]> before = values(first.body().state());

            Model second = Bundle.load(bright, first.body());

            assertThat(second.output().task().classes()).containsExactly("bright", "not bright");
            second.body()
                    .state()
                    .forEach((name, tensor) -> assertThat(tensor)
                            .as(name)
                            .isSameAs(first.body().state().get(name)));
            for (int turn = 0; turn < 2; turn++) {
                assertThat(answers(second)).isDeepEqualTo(wantedSecond);
                assertThat(answers(first)).isDeepEqualTo(wantedFirst);
            }
            Model again = Bundle.load(lying, second.body());
            assertThat(answers(again)).isDeepEqualTo(wantedFirst);
            again.closeTop();
            second.closeTop();
            assertThat(answers(first)).isDeepEqualTo(wantedFirst);
            Map<String, float[]> after = values(first.body().state());
            before.forEach(
                    (name, wanted) -> assertThat(after.get(name)).as(name).isEqualTo(wanted));
            assertThat(size(first)).isEqualTo(32);
            assertThat(size(alone)).isEqualTo(48);
        }
    }

    private static Model bare(Model model) {
        return Model.of(model.body(), model.task(), model.output().head(), model.precision(), model.provenance());
    }

    private static int size(Model model) {
        return ((ImageInput) model.body().input()).preparation().size();
    }

    @Test
    void oneOfAnotherNetworkIsRefused() throws IOException {
        Transfer other = Transfer.from("resnet20").weights(RandomWeights.of("resnet20", home));
        try (Backbone body = other.open()) {
            assertThatThrownBy(() -> Bundle.load(bright, body))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("was made on other weights");
        }
    }
}
