package dev.graft.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.graft.backbone.TinyTokenizers;
import dev.graft.base.BadInput;
import dev.graft.engine.Scope;
import dev.graft.nn.Flow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenizerTest {
    private static final List<String> ODD = List.of(
            "",
            " ",
            "a",
            "\ud800",
            "\udc00",
            "a\ud83db",
            "\udc00\ud800",
            "\u0000",
            "a\u0000b",
            "\u0001\u0007\u001b[0m\u007f",
            "\ufeff\ufffe\uffff",
            "\u200b\u202e\u2028",
            "\ud83d\ude00",
            "e\u0301\u0301\u0301",
            "[SEP] [CLS]</s><s>",
            "a".repeat(5_000));

    /** A kind of tokenizer, with the special tokens that stand around one text and around two. */
    enum Form {
        WORD_PIECE(TinyTokenizers.wordPiece(), new int[] {2}, new int[] {3}, new int[] {3}),
        BYTE_LEVEL(TinyTokenizers.byteLevel(), new int[] {0}, new int[] {2, 2}, new int[] {2}),
        UNIGRAM(TinyTokenizers.unigram(), new int[] {0}, new int[] {2, 2}, new int[] {2});

        private final byte[] json;
        private final int[] begin;
        private final int[] between;
        private final int[] end;

        Form(byte[] json, int[] begin, int[] between, int[] end) {
            this.json = json;
            this.begin = begin;
            this.between = between;
            this.end = end;
        }

        Tokenizer open() throws IOException {
            return Tokenizer.of(json, "tokenizer.json");
        }
    }

    @ParameterizedTest
    @EnumSource
    void putsTheSpecialTokensOfItsKindAroundTexts(Form form) throws IOException {
        try (Tokenizer tokenizer = form.open()) {
            TextInput input = new TextInput(tokenizer, 1000, false, 0);
            int[] a = tokenizer.ids("abc de");
            int[] b = tokenizer.ids("xyz");
            assertThat(row(input, Text.of("abc de"))).isEqualTo(join(form.begin, a, form.end));
            assertThat(row(input, Text.pair("abc de", "xyz")))
                    .isEqualTo(join(form.begin, a, form.between, b, form.end));
            assertThat(row(input, Text.of(""))).isEqualTo(join(form.begin, form.end));
            assertThat(row(input, Text.pair("", ""))).isEqualTo(join(form.begin, form.between, form.end));
            assertThat(a).doesNotContain(form.begin[0], form.end[0]).hasSizeGreaterThan(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesAnyCharacters(Form form) throws IOException {
        try (Tokenizer tokenizer = form.open()) {
            TextInput input = new TextInput(tokenizer, 40, false, 0);
            for (String text : ODD) {
                int[] row = row(input, Text.of(text));
                assertThat(row).hasSizeBetween(2, 40).startsWith(form.begin).endsWith(form.end);
                assertThat(row(input, Text.of(text))).isEqualTo(row);
            }
            Random random = new Random(1);
            for (int i = 0; i < 300; i++) {
                char[] chars = new char[random.nextInt(60)];
                for (int c = 0; c < chars.length; c++) {
                    chars[c] = (char) (random.nextInt(4) == 0 ? 0xd800 + random.nextInt(2048) : random.nextInt(65_536));
                }
                assertThat(row(input, Text.of(new String(chars)))).hasSizeBetween(2, 40);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void halfACharacterIsReadAsTheSignForAnUnknownOne(Form form) throws IOException {
        try (Tokenizer tokenizer = form.open()) {
            assertThat(tokenizer.ids("ab\ud800cd")).isEqualTo(tokenizer.ids("ab\ufffdcd"));
            assertThat(tokenizer.ids("ab\ude00\ud83d")).isEqualTo(tokenizer.ids("ab\ufffd\ufffd"));
            assertThat(tokenizer.ids("ab\u0000cd")).isEqualTo(tokenizer.ids("ab\ufffdcd"));
        }
    }

    @Test
    void longTextsAndPairsAreCutAsTheReferenceCutsThem() throws IOException {
        Random random = new Random(2);
        for (Form form : Form.values()) {
            for (int longest : new int[] {8, 9, 16, 17}) {
                Map<String, String> options =
                        Map.of("truncation", "true", "maxLength", Integer.toString(longest), "padding", "false");
                try (Tokenizer tokenizer = form.open();
                        HuggingFaceTokenizer reference =
                                HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(form.json), options)) {
                    TextInput input = new TextInput(tokenizer, longest, false, 0);
                    for (int i = 0; i < 60; i++) {
                        String a = letters(random, random.nextInt(24));
                        String b = letters(random, random.nextInt(24));
                        assertThat(row(input, Text.of(a)))
                                .as("%s, '%s' to %d", form, a, longest)
                                .isEqualTo(ints(reference.encode(a)));
                        assertThat(row(input, Text.pair(a, b)))
                                .as("%s, '%s' and '%s' to %d", form, a, b, longest)
                                .isEqualTo(ints(reference.encode(a, b)));
                    }
                }
            }
        }
    }

    @Test
    void tokensOfTheSecondTextAreOfTheSecondType() throws IOException {
        try (Tokenizer tokenizer = Form.WORD_PIECE.open();
                Scope scope = Scope.open()) {
            TextInput input = new TextInput(tokenizer, 20, false, 0);
            Flow flow = input.collate(List.of(input.prepare(Text.pair("ab", "c")), input.prepare(Text.of("abcdefg"))));
            assertThat(flow.get(Flow.TYPES).toLongs())
                    .containsExactly(0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
            assertThat(flow.get(Flow.MASK).toFloats())
                    .containsExactly(1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        }
    }

    @Test
    void saysWhereItCutAndWhereNot() throws IOException {
        try (Tokenizer tokenizer = Form.WORD_PIECE.open()) {
            TextInput input = new TextInput(tokenizer, 8, false, 0);
            assertThat(input.prepare(Text.of("abcdef")).cut()).isFalse();
            assertThat(input.prepare(Text.of("abcdefg")).cut()).isTrue();
            assertThat(input.prepare(Text.pair("abc", "de")).cut()).isFalse();
            assertThat(input.prepare(Text.pair("abc", "def")).cut()).isTrue();
            assertThat(input.windows(true).prepare(Text.of("abcdefg")).cut()).isFalse();
        }
    }

    /** In a process of its own: the native library ends a process rather than refuse some files. */
    @ParameterizedTest
    @EnumSource
    void refusesADamagedFileInOneLineOrReadsIt(Form form) throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Damaged.class.getName(),
                        form.name())
                .redirectErrorStream(true)
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).as(said).isZero();
        Matcher refused = Pattern.compile("refused ([0-9]+)").matcher(said);
        assertThat(refused.find()).isTrue();
        assertThat(Integer.parseInt(refused.group(1))).isGreaterThan(100);
    }

    /** The other process of that test. */
    static final class Damaged {
        private Damaged() {}

        public static void main(String[] args) {
            byte[] sound = Form.valueOf(args[0]).json;
            int refused = 0;
            for (int seed = 0; seed < 300; seed++) {
                System.out.println("seed " + seed);
                SplittableRandom random = new SplittableRandom(seed);
                byte[] damaged = seed % 3 == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
                if (seed % 3 != 0) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                try (Tokenizer read = Tokenizer.of(damaged, "mine/tokenizer.json")) {
                    read.ids("still at work");
                } catch (IOException e) {
                    refused++;
                    assertThat(e).isInstanceOf(BadInput.class);
                    assertThat(e.getMessage())
                            .startsWith("mine/tokenizer.json: ")
                            .doesNotContain("\n");
                }
            }
            System.out.println("refused " + refused);
        }
    }

    @Test
    void saysWhatIsWrongWithAFileThatIsNone() {
        assertRefused("", "damaged", "no tokenizer");
        assertRefused("[]", "a JSON object is wanted");
        assertRefused("{}", "has no 'model'");
        assertRefused("{\"model\":{\"type\":\"New\"}}", "is no tokenizer that Graft can read");
        assertRefused("{\"model\":".repeat(70), "damaged");
        assertRefused("{\"a\":{\"model\":1}}", "has no 'model'");
        assertRefused("{\"model\":{}} x", "damaged");
    }

    private static void assertRefused(String json, String... anyOf) {
        assertThatThrownBy(() -> Tokenizer.of(json.getBytes(StandardCharsets.UTF_8), "tokenizer.json"))
                .isInstanceOf(BadInput.class)
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("tokenizer.json: ")
                        .doesNotContain("\n"))
                .satisfies(e -> assertThat(Arrays.stream(anyOf)).anyMatch(e.getMessage()::contains));
    }

    private static int[] row(TextInput input, Text text) {
        return ((Tokens) input.prepare(text)).windows().get(0);
    }

    private static String letters(Random random, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString();
    }

    private static int[] ints(Encoding encoding) {
        return LongStream.of(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
    }

    private static int[] join(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }

    @Test
    void theShareOfWhatTheVocabularyHasNothingForIsMeasured() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.of(TinyTokenizers.wordPiece(), "tokenizer.json")) {
            assertThat(tokenizer.unknown(List.of())).isZero();
            int[] ids = tokenizer.ids("\u7f8e \u98df");
            assertThat(ids).hasSize(2);
            assertThat(ids[0]).as("the unknown token").isEqualTo(ids[1]);
            assertThat(tokenizer.unknown(List.of("\u7f8e \u98df"))).isEqualTo(1);
        }
    }
}
