package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TermsFileTest {
    @TempDir
    Path folder;

    @Test
    void givesBackWhatWasWritten() throws Exception {
        for (List<Text> texts : List.of(
                List.of(Text.of("naïve plot \"of\" a film\\"), Text.of("good film")),
                List.of(Text.of("酒店\ud800很好𠀀"), Text.of("房间\n")))) { // a lone surrogate, too
            TermWeights weights = TermWeights.of(texts, true, 1);
            Path file = Files.write(folder.resolve("terms.json"), TermsFile.json(weights));

            TermWeights read = TermsFile.read(file);

            assertThat(read.terms()).isEqualTo(weights.terms());
            assertThat(read.columns()).isEqualTo(weights.columns()).isNotEmpty();
            assertThat(read.rarity()).containsExactly(weights.rarity());
            assertThat(read.sublinear()).isTrue();
            SparseRows.Row row = weights.row(texts.get(0));
            assertThat(read.row(texts.get(0)).at()).containsExactly(row.at());
            assertThat(read.row(texts.get(0)).values()).containsExactly(row.values());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[1]",
                "null",
                "{\"terms\":\"WORDS\",\"sublinear\":true,\"vocabulary\":[\"a\"],\"rarity\":[]}",
                "{\"terms\":\"WORDS\",\"sublinear\":true,\"vocabulary\":[\"a\",\"a\"],\"rarity\":[1,1]}",
                "{\"terms\":\"WORDS\",\"sublinear\":true,\"vocabulary\":[null],\"rarity\":[1]}",
                "{\"terms\":\"LINES\",\"sublinear\":true,\"vocabulary\":[],\"rarity\":[]}",
            })
    void refusesWhatIsNoListOfTerms(String json) throws Exception {
        Path file = Files.writeString(folder.resolve("terms.json"), json);
        assertThatThrownBy(() -> TermsFile.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("terms.json")
                .hasMessageContaining("is damaged");
    }
}
