package dev.graft.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.bench.peers.Harness.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class HarnessTest {

    /** Prints chatter, then its argument and a variable. */
    static final class Says {
        public static void main(String[] arguments) throws IOException {
            if (arguments.length > 1) {
                Files.writeString(
                        Path.of(arguments[1]), arguments[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            System.out.println("not JSON");
            System.out.println("{\"said\":\"" + arguments[0] + "\",\"omp\":\"" + System.getenv("OMP_NUM_THREADS")
                    + "\",\"number\":" + arguments[0].length() + "}");
        }
    }

    static final class Fails {
        public static void main(String[] arguments) {
            throw new IllegalStateException("the disk is full");
        }
    }

    static final class Chats {
        public static void main(String[] arguments) {
            System.out.println("all went well");
        }
    }

    static final class Sleeps {
        public static void main(String[] arguments) throws InterruptedException {
            Thread.sleep(600_000);
        }
    }

    @Test
    void readsTheLastLineOfAProcessThatHasItsOwnEnvironment() throws Exception {
        JsonNode figures = Harness.run(Child.of(Says.class, "word").with("OMP_NUM_THREADS", "1"));

        assertThat(figures.get("said").asString()).isEqualTo("word");
        assertThat(figures.get("omp").asString()).isEqualTo("1");
    }

    @Test
    void runsAlternativesByTurns(@TempDir Path folder) throws Exception {
        String order = folder.resolve("order").toString();
        Map<String, Child> both = new LinkedHashMap<>();
        both.put("a", Child.of(Says.class, "A", order));
        both.put("b", Child.of(Says.class, "BB", order));

        Map<String, List<JsonNode>> figures = Harness.byTurns(both, 2);

        assertThat(Path.of(order)).hasContent("ABBABB");
        assertThat(Harness.values(figures.get("b"), "number")).containsExactly(2, 2);
        assertThatThrownBy(() -> Harness.values(figures.get("b"), "said")).hasMessageContaining("'said'");
    }

    @Test
    void tellsWhyAProcessFailed() {
        assertThatThrownBy(() -> Harness.run(Child.of(Fails.class)))
                .hasMessageContaining("Fails ended with 1")
                .hasMessageContaining("the disk is full");
        assertThatThrownBy(() -> Harness.run(Child.of(Chats.class)))
                .hasMessageContaining("no JSON object")
                .hasMessageContaining("all went well");
    }

    @Test
    void endsAProcessThatTakesTooLong() {
        Child child = new Child(Sleeps.class, List.of(), List.of(), Map.of(), Duration.ofSeconds(2));

        assertThatThrownBy(() -> Harness.run(child)).hasMessageContaining("not done after 2 s");
    }

    @Test
    void comparesRatesAndTimesSoThatMoreThanOneMeansGraftIsFaster() {
        assertThat(new Comparison("encode", "texts/s", 300, "ONNX Runtime", 200, true).row())
                .isEqualTo("| encode | 300 texts/s | ONNX Runtime | 200 texts/s | 1.50 times |");
        assertThat(new Comparison("step | 16", "ms", 250, "DJL", 50, false).row())
                .isEqualTo("| step \\| 16 | 250 ms | DJL | 50.0 ms | 0.200 times |");
    }

    @Test
    void printsThreeDigitsOfEveryFigure() {
        assertThat(Stream.of(1.3, 0.78, 0.012345, 9.996, 99.96, 12.34, 999.6, 1234.6)
                        .map(Comparison::digits))
                .containsExactly("1.30", "0.780", "0.0123", "10.0", "100", "12.3", "1000", "1235");
    }

    @Test
    void takesTheMiddleOfTheTimes() {
        assertThat(Timing.median(new double[] {9, 1, 2})).isEqualTo(2);
        assertThat(Timing.median(new double[] {4, 1, 2, 9})).isEqualTo(3);
        assertThat(Timing.seconds(2, 3, () -> Thread.sleep(2)))
                .hasSize(3)
                .satisfies(times ->
                        assertThat(Arrays.stream(times).min().orElseThrow()).isGreaterThanOrEqualTo(0.002));
    }

    @Test
    void describesTheMachineByWhatDecidesSpeed() {
        Machine machine = Machine.of(List.of(
                "processor\t: 0",
                "model name\t: Some CPU @ 2 GHz",
                "flags\t\t: fpu avx2 avx512_bf16 sse",
                "flags : amx_bf16"));

        assertThat(machine.features()).containsExactly("avx2", "avx512_bf16");
        assertThat(machine.sentence()).startsWith("Some CPU @ 2 GHz (avx2, avx512_bf16), ");
        assertThat(Machine.of(List.of()).cpu()).isEqualTo(System.getProperty("os.arch"));
    }
}
