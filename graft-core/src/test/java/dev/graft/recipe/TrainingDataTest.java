package dev.graft.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.data.Data;
import dev.graft.data.TableOptions;
import dev.graft.transfer.LinearProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingDataTest {
    @TempDir
    private Path folder;

    private TrainingData column(Path table, String label) throws IOException {
        TableOptions options = TableOptions.DEFAULTS.withLabelColumn(label);
        Recipe recipe = Recipe.draft(table.toString(), "none", LinearProbe.DEFAULTS)
                .table(options)
                .build();
        return TrainingData.of(recipe, Data.openParts(table, options));
    }

    /** Each column is divided by its own classes, so that what one is measured by trains the other. */
    @Test
    void whatAnotherTaskIsMeasuredByIsNotLearnedFrom() throws IOException {
        Path table = folder.resolve("two.csv");
        String rows = IntStream.range(0, 90)
                .mapToObj(i -> Integer.toString(i * 7919, 36) + " " + Integer.toString(i * 104729, 36) + ","
                        + "abc".charAt(i % 3) + "," + "xy".charAt(i / 3 % 2))
                .collect(Collectors.joining("\n"));
        Files.writeString(table, "text,first,second\n" + rows + "\n");
        TrainingData first = column(table, "first");
        TrainingData second = column(table, "second");
        SeenExamples tests = SeenExamples.of(second.test());
        assertThat(tests.among(first.train())).isPositive();

        TrainingData apart = first.apart(tests);
        assertThat(tests.among(apart.train())).isZero();
        assertThat(first.train().size() - apart.train().size()).isEqualTo(tests.among(first.train()));
        assertThat(apart.test()).isSameAs(first.test());
        assertThat(apart.facts().examples()).isEqualTo(apart.train().size());
        assertThat(apart.notes()).anyMatch(note -> note.contains("another task is measured by them"));
        assertThat(apart.apart(tests)).isSameAs(apart);
    }

    @Test
    void saysThatAFewTestExamplesTellLittle() throws IOException {
        String row = "some text %d,a%nanother %d,b%n";
        Path few = folder.resolve("few.csv");
        Path many = folder.resolve("many.csv");
        for (Path file : List.of(few, many)) {
            String rows = IntStream.range(0, file == few ? 5 : 60)
                    .mapToObj(i -> String.format(row, i, i))
                    .collect(Collectors.joining());
            Files.writeString(file, "text,label\n" + rows);
        }
        assertThat(column(few, "label").notes()).anyMatch(note -> note.contains("measured on 2 test examples only"));
        assertThat(column(many, "label").notes()).noneMatch(note -> note.contains("measured on"));
    }

    @Test
    void namesTheLabelsThatNothingTests() throws IOException {
        Path train = folder.resolve("train.csv");
        Path test = folder.resolve("test.csv");
        for (Path file : List.of(train, test)) {
            String rows = IntStream.range(0, 30)
                    .mapToObj(
                            i -> String.format("text %d%s,%s%n", i, file == train ? " here" : "", "abc".charAt(i % 3)))
                    .filter(row -> file == train || !row.strip().endsWith(",b"))
                    .collect(Collectors.joining());
            Files.writeString(file, "text,label\n" + rows);
        }
        Recipe recipe = Recipe.draft(train.toString(), "none", LinearProbe.DEFAULTS)
                .test(Optional.of(test.toString()))
                .build();
        TrainingData data = TrainingData.of(recipe, Data.openParts(train, TableOptions.DEFAULTS));
        assertThat(data.notes()).anyMatch(note -> note.startsWith("the test part has no example of 'b': "));
        TrainingData whole = TrainingData.of(
                recipe.copy().test(Optional.empty()).build(), Data.openParts(train, TableOptions.DEFAULTS));
        assertThat(whole.notes()).noneMatch(note -> note.contains("has no example of"));
    }
}
