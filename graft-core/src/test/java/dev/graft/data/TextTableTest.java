package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTableTest {
    @TempDir
    Path folder;

    @Test
    void readsTextsAndLabelsWithTheirRows() throws Exception {
        TextTable table = csv("text,label\n\"good, very\",pos\n\n\"two\nlines\",neg\nbad,neg\n");

        assertThat(table.size()).isEqualTo(3);
        assertThat(table.get(0))
                .isEqualTo(new Sample<>(Text.of("good, very"), new Target.Label("pos"), "reviews.csv, row 2"));
        assertThat(table.get(1).where()).isEqualTo("reviews.csv, row 4");
        assertThat(table.get(2).where()).isEqualTo("reviews.csv, row 5");
        assertThat(table.notes()).containsExactly("1 blank lines were skipped");
    }

    @Test
    void noticesTheSeparator() throws Exception {
        assertThat(csv("text;label\nso, la la;1\n").get(0).input()).isEqualTo(Text.of("so, la la"));
        assertThat(csv("text\tlabel\nso; la\t1\n").get(0).input()).isEqualTo(Text.of("so; la"));
        assertThat(csv("\"te,xt\";label\n\"a\";1\n", TableOptions.DEFAULTS.withTextColumn("te,xt"))
                        .size())
                .isEqualTo(1);
    }

    @Test
    void readsAllLineEndsAndAByteOrderMark() throws Exception {
        assertThat(csv("\ufefftext,label\r\na,1\rb,2\nc,1").size()).isEqualTo(3);
    }

    @Test
    void readsUtf16WithAMarkAndOtherCharsetsOnlyWhenTold() throws Exception {
        Path utf16 = bytes("utf16.csv", "text,label\n猫,1\n", StandardCharsets.UTF_16);
        assertThat(TextTable.open(utf16).get(0).input()).isEqualTo(Text.of("猫"));

        Path gbk = bytes("gbk.csv", "text,label\nok,1\n酒店很好,1\n", Charset.forName("GBK"));
        refused(() -> TextTable.open(gbk)).hasMessageContainingAll("gbk.csv, row 3", "byte 16", "GBK");
        assertThat(TextTable.open(gbk, TableOptions.DEFAULTS.withCharset(Charset.forName("GBK")))
                        .get(1)
                        .input())
                .isEqualTo(Text.of("酒店很好"));

        Path latin = bytes("latin.csv", "text,label\nok,1\nun café noir,1\n", StandardCharsets.ISO_8859_1);
        refused(() -> TextTable.open(latin)).hasMessageContainingAll("latin.csv, row 3", "windows-1252");

        Path bare = bytes("bare.csv", "text,label\nok,1\n", StandardCharsets.UTF_16LE);
        refused(() -> TextTable.open(bare)).hasMessageContainingAll("row 1", "UTF-16LE");
    }

    @Test
    void refusesNulWithItsRow() {
        refused(() -> csv("text,label\na,1\nb\0,2\n")).hasMessageContainingAll("reviews.csv, row 3", "NUL");
    }

    @Test
    void refusesAnUnclosedQuoteWithTheRowWhereItOpened() {
        refused(() -> csv("text,label\na,1\n\"b,2\nc,1\nd,1\n")).hasMessageContainingAll("row 3", "never closed");
        refused(() -> csv("text,label\na,1\n\"b,2\n\"c\",1\nd,1\n"))
                .hasMessageContainingAll("row 3", "after its closing quote");
    }

    @Test
    void refusesAFieldAbove16MegabytesAndReadsOneOf10() throws Exception {
        assertThat(csv("text,label\n" + "x".repeat(10 << 20) + ",1\n").size()).isEqualTo(1);
        refused(() -> csv("text,label\na,1\n\"" + "x".repeat(17 << 20))).hasMessageContainingAll("row 3", "16 MB");
        Path tsv = Texts.file(folder, "long.tsv", "text\tlabel\na\t1\n" + "x".repeat(17 << 20));
        refused(() -> TextTable.open(tsv)).hasMessageContainingAll("line 3", "16 MB");
    }

    @Test
    void refusesRaggedRows() {
        refused(() -> csv("text,label\na,1\nb\n")).hasMessageContainingAll("row 3: 1 cell, wanted 2", "text | label");
        refused(() -> csv("text,label\na,b,1\n")).hasMessageContaining("row 2: 3 cells, wanted 2");
        refused(() -> csv("a" + ",a".repeat(100_000) + "\n")).hasMessageContaining("16,384 columns");
    }

    @Test
    void refusesHeadersThatAreNone() {
        refused(() -> csv("I loved this film so much,1\nbad,0\n"))
                .hasMessageContainingAll("row 1", "first row looks like data (I loved this film so much | 1)");
        refused(() -> csv("great,pos\nbad,neg\n"))
                .hasMessageContainingAll("no column 'label'", "great | pos", "--label-column");
        refused(() -> csv("text,text,label\na,b,1\n")).hasMessageContaining("two columns are named 'text'");
        refused(() -> csv("text,,label\na,b,1\n")).hasMessageContaining("column 2 has no name");
    }

    @Test
    void refusesEmptyTables() {
        refused(() -> csv("")).hasMessageContaining("reviews.csv: empty");
        refused(() -> csv("\n\n\n")).hasMessageContaining("reviews.csv: empty");
        refused(() -> csv("text,label\n\n")).hasMessageContaining("a header but no rows");
        refused(() -> TextTable.open(Texts.file(folder, "e.jsonl", ""))).hasMessageContaining("e.jsonl: empty");
        refused(() -> TextTable.open(Texts.file(folder, "e.tsv", ""))).hasMessageContaining("e.tsv: empty");
    }

    @Test
    void namesTheColumnsThatExist() {
        refused(() -> csv("text,sentiment\na,1\n", TableOptions.DEFAULTS.withLabelColumn("sentimnet")))
                .hasMessageContainingAll(
                        "no column 'sentimnet'; there are text | sentiment; did you mean 'sentiment'?");
    }

    @Test
    void takesTheOnlyObviousColumnsAndSaysSo() throws Exception {
        TextTable table = csv("Sentence,Category\na,1\n");

        assertThat(table.get(0).input()).isEqualTo(Text.of("a"));
        assertThat(table.notes())
                .containsExactly("labels are taken from column 'Category'", "texts are taken from column 'Sentence'");
        assertThat(csv("id,TEXT,Label\n7,a,1\n").notes()).isEmpty();
        refused(() -> csv("question,coarse,fine\na,b,c\n")).hasMessageContaining("no column 'label'");
    }

    @Test
    void readsPairs() throws Exception {
        assertThat(csv("text,text2,label\na,b,1\n").get(0).input()).isEqualTo(Text.pair("a", "b"));
        assertThat(csv(
                                "premise,claim,label\na,b,1\n",
                                TableOptions.DEFAULTS.withTextColumn("premise").withSecondTextColumn("claim"))
                        .get(0)
                        .input())
                .isEqualTo(Text.pair("a", "b"));
    }

    @Test
    void readsSeveralLabels() throws Exception {
        TextTable table =
                csv("text,label\na,red|green\nb,\nc,red | red\n", TableOptions.DEFAULTS.withLabelSeparator("|"));

        assertThat(table.kind()).isEqualTo(TargetKind.LABELS);
        assertThat(table.target(0)).isEqualTo(new Target.LabelSet(List.of("green", "red")));
        assertThat(table.target(1)).isEqualTo(new Target.LabelSet(List.of()));
        assertThat(table.target(2)).isEqualTo(new Target.LabelSet(List.of("red")));
    }

    @Test
    void takesNumbersThatAreNotAllWholeForNumbers() throws Exception {
        assertThat(csv("text,label\na,1\nb,2.5\n").target(0)).isEqualTo(new Target.Value(1));
        assertThat(csv("text,label\na,1\nb,2.0\n").target(1)).isEqualTo(new Target.Label("2.0"));
        assertThat(csv("text,label\na,1.5\nb,x\n").target(0)).isEqualTo(new Target.Label("1.5"));
        assertThat(csv("text,label\na,1\nb,-0\n", NUMBERS).target(1)).isEqualTo(new Target.Value(0));
        assertThat(csv("text,label\na, 1e3 \n", NUMBERS).target(0)).isEqualTo(new Target.Value(1000));
    }

    private static final TableOptions NUMBERS = TableOptions.DEFAULTS.withKind(TargetKind.NUMBER);

    @Test
    void refusesWhatIsNoNumberWithTheReason() {
        refused(() -> csv("text;label\na;1\nb;1,5\n", NUMBERS))
                .hasMessageContainingAll("row 3: '1,5'", "decimal point");
        refused(() -> csv("text,label\na,1e400\n", NUMBERS)).hasMessageContainingAll("'1e400'", "too large");
        refused(() -> csv("text,label\na,NaN\n", NUMBERS)).hasMessageContainingAll("'NaN'", "finite");
        refused(() -> csv("text,label\na,-Inf\n", NUMBERS)).hasMessageContainingAll("'-Inf'", "finite");
        refused(() -> csv("text,label\na,0x1F\n", NUMBERS)).hasMessageContainingAll("'0x1F'", "decimal digits");
        refused(() -> csv("text,label\na,1d\n", NUMBERS)).hasMessageContaining("'1d' in column 'label' is no number");
    }

    @Test
    void refusesEmptyLabelsUnlessTheyAreNotNeeded() throws Exception {
        refused(() -> csv("text,label\na,1\nb,\nc, \n")).hasMessageContainingAll("row 3", "1 other rows of 3");
        refused(() -> csv("text,label\na,\nb,\n")).hasMessageContaining("'label' is empty in all 2 rows");

        TableOptions predicting = TableOptions.DEFAULTS.withRequireLabels(false);
        assertThat(csv("text,label\na,1\nb,\n", predicting).target(1)).isEqualTo(new Target.Unlabeled());
        assertThat(csv("id,text\n1,a\n", predicting).target(0)).isEqualTo(new Target.Unlabeled());
        assertThat(csv("remark\nfine\n", predicting).get(0).input()).isEqualTo(Text.of("fine"));
    }

    @Test
    void takesAnyCharactersAsText() throws Exception {
        String odd = "\u0001\u001b\u200d\u202e" + "e" + "\u0301".repeat(100_000);
        TextTable table = csv("text,label\n" + odd + ",1\n\"\",2\n");

        assertThat(table.get(0).input()).isEqualTo(Text.of(odd));
        assertThat(table.get(1).input()).isEqualTo(Text.of(""));
        Path surrogate = Texts.file(folder, "s.jsonl", "{\"text\": \"\\ud83d\", \"label\": 1}\n");
        assertThat(TextTable.open(surrogate).get(0).input()).isEqualTo(Text.of("\ud83d"));
    }

    @Test
    void refusesMoreTextThanFitsTheMemory() throws Exception {
        Path file = Texts.file(folder, "big.csv", "text,label\n" + "some text,1\n".repeat(1000));
        try (Rows rows = Rows.open(file, java.util.Optional.empty())) {
            refused(() -> TableText.read(rows, "big.csv", TableOptions.DEFAULTS, new MemoryBudget(100_000)))
                    .hasMessageContainingAll("big.csv", "-Xmx");
        }
    }

    private TextTable csv(String content) throws IOException {
        return csv(content, TableOptions.DEFAULTS);
    }

    private TextTable csv(String content, TableOptions options) throws IOException {
        return TextTable.open(Texts.file(folder, "reviews.csv", content), options);
    }

    private Path bytes(String name, String content, Charset charset) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(charset));
    }

    private static AbstractThrowableAssert<?, ?> refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        return assertThatThrownBy(reading).isInstanceOf(BadInput.class);
    }
}
