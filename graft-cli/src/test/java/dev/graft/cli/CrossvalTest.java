package dev.graft.cli;

import static dev.graft.cli.Called.graft;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CrossvalTest {
    @TempDir
    private Path folder;

    @Test
    void everyExampleIsTestedOnceInEachRepeat() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        JsonNode json = json(graft("crossval", data, "--folds", "4", "--repeats", "2", "--baseline", "--json"));
        assertThat(json.path("folds").size()).isEqualTo(8);
        int tested = 0;
        for (JsonNode fold : json.path("folds")) {
            tested += fold.path("test").asInt();
            assertThat(fold.path("train").asInt() + fold.path("test").asInt()).isEqualTo(20);
        }
        assertThat(tested).isEqualTo(40);
        assertThat(json.path("metric").asString()).isEqualTo("accuracy");
        assertThat(json.path("mean").asDouble()).isBetween(0.75, 1.0);
        assertThat(json.path("interval").size()).isEqualTo(2);
        assertThat(json.path("featurePasses").asInt()).isEqualTo(1);
        assertThat(json.path("baselines").propertyNames()).contains("majority");
    }

    @Test
    void oneLeftOutAtATimeIsMeasuredOnAllAnswersTogether() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        Called called = graft("crossval", data, "--folds", "loo", "--json");
        JsonNode json = json(called);
        assertThat(json.path("folds").size()).isZero();
        assertThat(json.path("standardDeviation").isNull()).isTrue();
        assertThat(json.path("mean").asDouble() * 20)
                .isCloseTo(Math.rint(json.path("mean").asDouble() * 20), org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void whatFewFoldsOrSingleExamplesDoToTheFiguresIsSaid() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        assertThat(graft("crossval", data, "--folds", "loo").out())
                .anyMatch(line -> line.contains("majority") && line.contains(" 0.000 ["))
                .anyMatch(line -> line.startsWith("One left out at a time, the majority of the others"));
        assertThat(graft("crossval", data, "--folds", "2").out())
                .anyMatch(line -> line.startsWith("So few folds leave the intervals wide"));
        assertThat(graft("crossval", data, "--folds", "4").out())
                .noneMatch(line -> line.startsWith("So few") || line.startsWith("One left"));
    }

    @Test
    void textsThatWereCutAreCounted() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        Files.writeString(
                data, "a plum and a pear ".repeat(200) + ",fruit" + System.lineSeparator(), StandardOpenOption.APPEND);
        Called called = graft("crossval", data, "--folds", "3", "--json");
        assertThat(json(called).path("cut").asInt()).isEqualTo(1);
        assertThat(called.err()).anySatisfy(line -> assertThat(line).contains("1 of 21 texts were longer"));
        assertThat(json(graft("crossval", data, "--folds", "3", "--windows", "--json"))
                        .path("cut")
                        .asInt())
                .isZero();
    }

    @Test
    void foldsThatCannotBeMadeAreRefused() throws IOException {
        Path data = Samples.table(folder.resolve("data.csv"));
        refused(graft("crossval", data, "--folds", "1"), "--folds must be at least 2, was 1");
        refused(graft("crossval", data, "--folds", "all"), "--folds must be a whole number or loo, was 'all'");
        refused(graft("crossval", data, "--folds", "21"), "21");
        refused(graft("crossval", data, "--folds", "loo", "--repeats", "2"), "--repeats has no meaning");
    }

    private static JsonNode json(Called called) {
        assertThat(called.exit()).as("%s", called.err()).isZero();
        return JsonMapper.shared().readTree(called.last());
    }

    private static void refused(Called called, String said) {
        assertThat(called.exit()).isEqualTo(2);
        assertThat(called.err()).last().asString().startsWith("graft: ").contains(said);
    }
}
