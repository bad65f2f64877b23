package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.engine.Scope;
import dev.graft.image.Preparation;
import dev.graft.nn.Flow;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Training that begins with small pictures. */
class GrowingPicturesTest {
    private static ImageInput input(InputChoice choice) {
        return ImageInput.of(Preparation.IMAGENET.size(64)).with(choice);
    }

    private static int side(ImageInput input, double progress) {
        return input.at(progress).preparation().size();
    }

    @Test
    void growInStepsOfEightPixelsOverTwoThirdsOfTheEpochs() {
        ImageInput input = input(InputChoice.DEFAULTS.from(48));

        assertThat(IntStream.range(0, 9).map(epoch -> side(input, epoch / 9.0)))
                .containsExactly(48, 48, 48, 56, 56, 56, 64, 64, 64);
        assertThat(input.at(0.9)).isEqualTo(input);
    }

    @Test
    void neverGrowBeyondTheirSize() {
        ImageInput input = input(InputChoice.DEFAULTS.from(52));

        assertThat(side(input, 0)).isEqualTo(52);
        assertThat(side(input, 0.5)).isEqualTo(60);
        assertThat(side(input, 0.67)).isEqualTo(64);
    }

    @Test
    void haveTheirFullSizeAllAlongWhereNothingIsSaid() {
        ImageInput input = input(InputChoice.DEFAULTS);

        assertThat(input.at(0)).isEqualTo(input);
    }

    @Test
    void comeToTheNetworkInTheSizeOfTheEpochWithOrWithoutAugmentation() throws IOException {
        Samples<Image> data = new Samples<>(
                "scenes",
                IntStream.range(0, 3)
                        .mapToObj(i -> new Sample<>(
                                Image.of(Pictures.scene(i, 30, 40)), (Target) new Target.Label("a"), "scene " + i))
                        .toList());
        for (String how : List.of("none", "light")) {
            PreparedSet prepared =
                    PreparedSet.of(input(InputChoice.DEFAULTS.from(32).augment(how)), data);
            try (Readahead ahead = new Readahead(epoch -> prepared.at(epoch / 6.0), 5);
                    Scope scope = Scope.open()) {
                ahead.soon(0, new int[] {2, 0});
                ahead.soon(5, new int[] {0});
                Flow first = ahead.batch(0, new int[] {2, 0}).inputs();
                Flow last = ahead.batch(5, new int[] {0, 1}).inputs();

                assertThat(first.get(Flow.PIXELS).shape().sizes()).containsExactly(2, 3, 32, 32);
                assertThat(last.get(Flow.PIXELS).shape().sizes()).containsExactly(2, 3, 64, 64);
            }
        }
    }

    @Test
    void refuseToShrinkAndAreNotForTexts() {
        assertThatThrownBy(() -> input(InputChoice.DEFAULTS.size(64).from(96)))
                .hasMessage("--from-size must be at most the size that pictures are read at, 64, was 96");
        assertThatThrownBy(() -> InputChoice.DEFAULTS.from(4))
                .hasMessage("--from-size must be between 8 and 4096, was 4");
    }
}
