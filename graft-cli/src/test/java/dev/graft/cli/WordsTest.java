package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables, JSON, HTML and terminals. */
class WordsTest {
    @Test
    void columnsStandUnderEachOtherWithIdeographsTwoWide() {
        assertThat(new Grid("name", "share").row("猫", "0.5").row("horse", "12").lines())
                .containsExactly("name   share", "猫       0.5", "horse     12");
    }

    @Test
    void jsonHasNoNumbersThatJsonLacks() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("a", Double.NaN);
        object.put("b", Arrays.asList(1, 2.5, null, true));
        object.put("c", Map.of("x", "\"\n猫"));
        object.put("d", new double[] {Double.POSITIVE_INFINITY, 0});
        object.put("e", "\ud800");
        assertThat(Json.line(object))
                .isEqualTo(
                        "{\"a\":null,\"b\":[1,2.5,null,true],\"c\":{\"x\":\"\\\"\\n猫\"},\"d\":[null,0.0],\"e\":\"\ufffd\"}");
    }

    /** In a terminal a bar leaves no line of its own. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofManyShortEpochsFewAreTold(boolean live) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ShownProgress progress =
                new ShownProgress(new PrintStream(err, true, StandardCharsets.UTF_8), new Terminal(live, false, 80));
        for (int epoch = 1; epoch <= 20; epoch++) {
            progress.begin("fold 2 of 3: epoch " + epoch + " of 20", 4);
            progress.at(4, "");
            progress.end("loss " + epoch);
        }
        progress.begin("evaluation", 1);
        progress.end("");
        List<String> lines = Arrays.stream(err.toString(StandardCharsets.UTF_8).split("\n"))
                .map(line -> line.substring(line.lastIndexOf('\r') + 1))
                .toList();
        assertThat(lines).hasSizeLessThan(10).allMatch(line -> line.contains(": done in "));
        assertThat(lines).anyMatch(line -> line.contains("epoch 1 of 20"));
        assertThat(lines.get(lines.size() - 2)).contains("epoch 20 of 20", "loss 20");
        assertThat(lines.get(lines.size() - 1)).contains("evaluation");
    }

    @Test
    void nothingInAPageIsMarkupThatWasText() {
        assertThat(Report.escaped("<script>alert('x')</script>&\"\0"))
                .isEqualTo("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot; ");
    }

    @Test
    void aTerminalIsPlainWhereItsUserWantsItSo() {
        Map<String, String> plain = Map.of("TERM", "xterm", "COLUMNS", "120");
        assertThat(Terminal.of(plain, true)).isEqualTo(new Terminal(true, true, 120));
        assertThat(Terminal.of(plain, false).live()).isFalse();
        assertThat(Terminal.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), true))
                .isEqualTo(new Terminal(true, false, 80));
        assertThat(Terminal.of(Map.of("TERM", "dumb"), true).live()).isFalse();
        assertThat(Terminal.of(Map.of("TERM", "xterm", "CI", "true"), true).live())
                .isFalse();
    }

    @Test
    void whoStopsACommandBeforeItsAnswerGetsOneObjectThatSaysSo() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Session waiting = session(out);
        waiting.stopped(Signals.TERMINATED);
        waiting.answer(Map.of("late", 1));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("{\"error\":{\"code\":\"stopped\",\"message\":\"stopped before it was done\","
                        + "\"exit\":143}}");

        out.reset();
        Session done = session(out);
        done.answer(Map.of("rows", 1));
        done.stopped(Signals.INTERRUPTED);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly("{\"rows\":1}");
    }

    private static Session session(ByteArrayOutputStream out) {
        PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Session session = new Session(new PrintStream(out, true, StandardCharsets.UTF_8), err, Terminal.NONE);
        session.json(true);
        return session;
    }

    @Test
    void pathsThatAShellWouldTearAreQuoted() {
        assertThat(List.of(
                        TrainOutcome.quoted("a/b.graft"), TrainOutcome.quoted("my model"), TrainOutcome.quoted("it's")))
                .containsExactly("a/b.graft", "'my model'", "'it'\\''s'");
    }
}
