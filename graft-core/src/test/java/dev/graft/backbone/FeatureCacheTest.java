package dev.graft.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.data.PreparedSet;
import dev.graft.data.Text;
import dev.graft.engine.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCacheTest {
    private static final long PLENTY = 1 << 30;

    @TempDir
    Path temp;

    @Test
    void aSecondRunComputesNothingAndGivesTheSame() throws IOException {
        List<Text> texts = IntStream.range(0, 50)
                .mapToObj(i -> Text.of("text number " + i % 45)) // five are there twice
                .toList();
        Features.Keep keep = new Features.Keep(Optional.of(temp.resolve("features")), PLENTY);
        try (TransformerEncoder encoder = TinyEncoder.bert(3)) {
            PreparedSet set = PreparedSet.of(encoder.input(), texts);
            for (int stage = 1; stage <= 3; stage++) {
                List<Integer> computed = new ArrayList<>();
                assertThat(Features.kept(encoder, set, stage, Precision.FP32, keep))
                        .isZero();
                Features first = Features.of(encoder, set, stage, Precision.FP32, keep, computed::add);
                Features second = Features.of(encoder, set, stage, Precision.FP32, keep, computed::add);
                Features without = Features.of(encoder, set, stage, Precision.FP32, Features.Keep.NOTHING, done -> {});
                assertThat(first.hits()).isEqualTo(5);
                assertThat(Features.kept(encoder, set, stage, Precision.FP32, keep))
                        .isEqualTo(50);
                assertThat(Features.kept(encoder, set, stage, Precision.FP32, Features.Keep.NOTHING))
                        .isZero();
                assertThat(second.hits()).isEqualTo(50);
                assertThat(computed).contains(45).allMatch(done -> done <= 45).hasSize(3);
                assertThat(second.rows()).isDeepEqualTo(first.rows()).isDeepEqualTo(without.rows());
            }
        }
    }

    @Test
    void whatIsReadFromDiskIsWhatWouldBeInMemory() throws IOException {
        List<Text> texts = IntStream.range(0, 40)
                .mapToObj(i -> Text.of("text ".repeat(1 + i % 7) + i % 30))
                .toList();
        Features.Keep keep = new Features.Keep(Optional.of(temp.resolve("features")), PLENTY);
        try (TransformerEncoder encoder = TinyEncoder.bert(3)) {
            PreparedSet set = PreparedSet.of(encoder.input(), texts);
            float[][] wanted = Features.of(encoder, set, 1, Precision.FP32, Features.Keep.NOTHING, done -> {})
                    .rows();
            for (boolean known : new boolean[] {false, true}) {
                try (StoredFeatures stored = StoredFeatures.of(encoder, set, 1, Precision.FP32, keep, done -> {})
                        .orElseThrow()) {
                    assertThat(stored.hits() == texts.size()).isEqualTo(known);
                    for (int i = 0; i < wanted.length; i++) {
                        assertThat(stored.read(i)).hasValue(wanted[i]);
                    }
                    assertThat(stored.compute(7)).hasSameSizeAs(wanted[7]);
                }
            }
            assertThat(StoredFeatures.of(encoder, set, 1, Precision.FP32, Features.Keep.NOTHING, done -> {}))
                    .isEmpty();
            Features.Keep tight = new Features.Keep(Optional.of(temp.resolve("tight")), 2000);
            assertThat(StoredFeatures.of(encoder, set, 1, Precision.FP32, tight, done -> {}))
                    .isEmpty();
        }
    }

    @Test
    void whatFeaturesDependOnKeepsThemApart() throws IOException {
        Features.Keep keep = new Features.Keep(Optional.of(temp.resolve("features")), PLENTY);
        List<Text> texts = List.of(Text.of("a rather long text, that is cut somewhere"), Text.of("b"));
        try (TransformerEncoder encoder = TinyEncoder.bert(3);
                TransformerEncoder other = TinyEncoder.bert(4);
                TransformerEncoder first = TinyEncoder.make(
                        TinyEncoder.config(EncoderConfig.Family.BERT),
                        new SentenceRecipe(dev.graft.nn.Pooling.CLS, true, 24),
                        3)) {
            List<Backbone> all = List.of(
                    encoder,
                    other,
                    first,
                    encoder.input(encoder.input().longest(12)),
                    encoder.input(encoder.input().longest(12).windows(true)));
            for (Backbone each : all) {
                PreparedSet set = PreparedSet.of(each.input(), texts);
                Features kept = Features.of(each, set, 3, Precision.FP32, keep, done -> {});
                assertThat(kept.hits()).isZero();
                assertThat(kept.rows())
                        .isDeepEqualTo(Features.of(each, set, 3, Precision.FP32, Features.Keep.NOTHING, done -> {})
                                .rows());
            }
        }
    }

    @Test
    void aTurnedBitAnywhereNeverGivesWrongFeatures() throws IOException {
        write(temp, "key", 0, 20);
        Path file = file(temp);
        byte[] sound = Files.readAllBytes(file);
        int lost = 0;
        for (int seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] damaged = sound.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try (FeatureCache cache = open(temp, "key")) {
                for (int i = 0; i < 20; i++) {
                    Optional<float[]> given = cache.get(content(i));
                    lost += given.isEmpty() ? 1 : 0;
                    if (given.isPresent()) {
                        assertThat(given.get())
                                .as("seed %d, record %d", seed, i)
                                .isEqualTo(features(i));
                    }
                }
                cache.put(List.of(content(99)), List.of(features(99)));
                assertThat(cache.get(content(99))).as("seed %d", seed).hasValue(features(99));
            }
        }
        assertThat(lost).isGreaterThanOrEqualTo(300); // each flip costs one record at least
    }

    @Test
    void bitsThatTurnWhileTheFileIsOpenNeverGiveWrongFeaturesEither() throws IOException {
        write(temp, "key", 0, 20);
        Path file = file(temp);
        byte[] sound = Files.readAllBytes(file);
        for (int seed = 0; seed < 300; seed++) {
            Files.write(file, sound);
            try (FeatureCache cache = open(temp, "key")) {
                SplittableRandom random = new SplittableRandom(seed);
                byte[] damaged = seed % 10 == 0 ? new byte[random.nextInt(sound.length)] : sound.clone();
                if (seed % 10 != 0) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(file, damaged);
                for (int i = 0; i < 20; i++) {
                    int record = i;
                    int at = seed;
                    cache.get(content(i))
                            .ifPresent(given -> assertThat(given)
                                    .as("seed %d, record %d", at, record)
                                    .isEqualTo(features(record)));
                }
            }
        }
    }

    @Test
    void whatAKilledProcessLeftHalfWrittenIsCutOffAndTheRestStays() throws IOException {
        write(temp, "key", 0, 5);
        Path file = file(temp);
        byte[] whole = Files.readAllBytes(file);
        int record = (whole.length - 64) / 5;
        for (int cut = 1; cut <= record; cut += 7) {
            Files.write(file, Arrays.copyOf(whole, whole.length - cut));
            try (FeatureCache cache = open(temp, "key")) {
                for (int i = 0; i < 4; i++) {
                    assertThat(cache.get(content(i))).hasValue(features(i));
                }
                assertThat(cache.get(content(4))).isEmpty();
                cache.put(List.of(content(4)), List.of(features(4)));
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        }
    }

    @Test
    void severalWritersAtOnceLoseNothing() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int from = 50 * t;
            threads.add(new Thread(() -> {
                try {
                    write(temp, "key", from, from + 50);
                } catch (IOException | RuntimeException | Error e) {
                    failure.set(e);
                }
            }));
        }
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        temp.toString(),
                        "200",
                        "250")
                .inheritIO()
                .start();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(other.waitFor()).isZero();
        assertThat(failure.get()).isNull();
        try (FeatureCache cache = open(temp, "key")) {
            for (int i = 0; i < 250; i++) {
                assertThat(cache.get(content(i))).as("record %d", i).hasValue(features(i));
            }
        }
    }

    /** The other process of that test. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            write(Path.of(args[0]), "key", Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        }
    }

    /** Blocks of more than a megabyte, so that most kills come while one is being written. */
    @Test
    void aWriterThatIsKilledLeavesNothingWrong() throws Exception {
        SplittableRandom random = new SplittableRandom(9);
        long before = 0;
        for (int kill = 0; kill < 4; kill++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            EndlessWriter.class.getName(),
                            temp.toString(),
                            Integer.toString(kill * BLOCKS * BLOCK))
                    .inheritIO()
                    .start();
            while (writer.isAlive() && held(temp) <= before + random.nextInt(1, 3_000_000)) {
                Thread.sleep(2);
            }
            try (FeatureCache meanwhile = open(temp, "key")) {
                assertThat(writer.isAlive()).isTrue();
                Thread.sleep(random.nextInt(60));
                writer.destroyForcibly().waitFor();
                mustBeRightOrMissing(meanwhile, (kill + 1) * BLOCKS * BLOCK);
            }
            try (FeatureCache after = open(temp, "key")) {
                assertThat(mustBeRightOrMissing(after, (kill + 1) * BLOCKS * BLOCK))
                        .isPositive();
                after.put(List.of(content(-1 - kill)), List.of(features(kill)));
                assertThat(after.get(content(-1 - kill))).hasValue(features(kill));
            }
            before = held(temp);
        }
    }

    private static final int BLOCK = 20_000; // records
    private static final int BLOCKS = 5;

    private static long held(Path folder) throws IOException {
        List<Path> files = files(folder);
        return files.isEmpty() ? 0 : Files.size(files.get(0));
    }

    /** @return how many records are there */
    private static int mustBeRightOrMissing(FeatureCache cache, int to) throws IOException {
        int there = 0;
        for (int i = 0; i < to; i++) {
            Optional<float[]> given = cache.get(content(i));
            if (given.isPresent()) {
                there++;
                if (!Arrays.equals(given.get(), features(i))) {
                    assertThat(given.get()).as("record %d", i).isEqualTo(features(i));
                }
            }
        }
        return there;
    }

    /** The process that is killed in that test. */
    static final class EndlessWriter {
        private EndlessWriter() {}

        public static void main(String[] args) throws IOException {
            int from = Integer.parseInt(args[1]);
            try (FeatureCache cache = open(Path.of(args[0]), "key")) {
                for (int block = 0; ; block = (block + 1) % BLOCKS) {
                    int first = from + block * BLOCK;
                    cache.put(
                            IntStream.range(first, first + BLOCK)
                                    .mapToObj(FeatureCacheTest::content)
                                    .toList(),
                            IntStream.range(first, first + BLOCK)
                                    .mapToObj(FeatureCacheTest::features)
                                    .toList());
                }
            }
        }
    }

    @Test
    void withoutAPlaceToWriteFeaturesAreComputedAndNotKept() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "no folder");
        assertThat(FeatureCache.open(file, "key", PLENTY)).isEmpty();
        try (TransformerEncoder encoder = TinyEncoder.bert(3)) {
            PreparedSet set = PreparedSet.of(encoder.input(), List.of(Text.of("a")));
            Features.Keep keep = new Features.Keep(Optional.of(file), PLENTY);
            assertThat(Features.of(encoder, set, 3, Precision.FP32, keep, done -> {})
                            .rows())
                    .isDeepEqualTo(Features.of(encoder, set, 3, Precision.FP32, Features.Keep.NOTHING, done -> {})
                            .rows());
        }
    }

    @Test
    void aFolderThatMayNotBeWrittenIsNoError() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("locked"));
        assumeTrue(folder.toFile().setWritable(false));
        try {
            assumeTrue(!Files.isWritable(folder), "this user may write everywhere");
            assertThat(FeatureCache.open(folder, "key", PLENTY)).isEmpty();
        } finally {
            folder.toFile().setWritable(true);
        }
    }

    @Test
    void theFilesLeastRecentlyUsedGoWhereTheLimitIsReached() throws IOException {
        for (int k = 0; k < 4; k++) {
            write(temp, "key " + k, 0, 10);
            Path newest = files(temp).stream()
                    .max((a, b) ->
                            Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
                    .orElseThrow();
            Files.setLastModifiedTime(newest, FileTime.fromMillis(1_000_000_000_000L + 60_000L * k));
        }
        long one = Files.size(file(temp));
        open(temp, "key 0").close(); // used again, so that it is the newest

        FeatureCache.open(temp, "new", 2 * one).orElseThrow().close();

        try (FeatureCache used = open(temp, "key 0");
                FeatureCache older = open(temp, "key 3");
                FeatureCache oldest = open(temp, "key 1")) {
            assertThat(used.get(content(0))).isPresent();
            assertThat(older.get(content(0))).isPresent();
            assertThat(oldest.get(content(0))).isEmpty();
        }
    }

    @Test
    void oneFileKeepsNoMoreThanTheLimitEither() throws IOException {
        try (FeatureCache cache = FeatureCache.open(temp, "key", 1000).orElseThrow()) {
            for (int i = 0; i < 50; i++) {
                cache.put(List.of(content(i)), List.of(features(i)));
            }
            assertThat(cache.get(content(0))).hasValue(features(0));
            assertThat(cache.get(content(49))).isEmpty();
        }
        assertThat(Files.size(file(temp))).isBetween(800L, 1000L);
    }

    @Test
    void theFolderKeepsToTheLimitWhileAFileGrows() throws IOException {
        write(temp, "other", 0, 10);
        Path other = file(temp);
        long one = Files.size(other);
        try (FeatureCache cache = FeatureCache.open(temp, "key", 2 * one).orElseThrow()) {
            for (int i = 0; i < 10; i++) {
                cache.put(List.of(content(i)), List.of(features(i)));
            }
            assertThat(other).as("both fit").exists();
            cache.put(List.of(content(10)), List.of(features(10)));
            assertThat(other).as("the file least recently used").doesNotExist();
            assertThat(cache.get(content(10))).hasValue(features(10));
        }
    }

    @Test
    void keepsFeaturesInAFolderBehindALink() throws IOException {
        Path real = Files.createDirectory(temp.resolve("real"));
        Path link = Files.createSymbolicLink(temp.resolve("link"), real);

        write(link, "key", 0, 1);

        assertThat(files(real)).hasSize(1);
    }

    @Test
    void keepsNothingOfMoreThanFitsOneArray() throws IOException {
        try (FeatureCache cache = FeatureCache.open(temp, "key", Long.MAX_VALUE).orElseThrow()) {
            cache.put(Collections.nCopies(600, content(1)), Collections.nCopies(600, new float[1 << 20])); // 2.5 GB

            assertThat(cache.get(content(1))).isEmpty();
            cache.put(List.of(content(1)), List.of(features(1)));
            assertThat(cache.get(content(1))).hasValue(features(1));
        }
    }

    private static FeatureCache open(Path folder, String key) {
        return FeatureCache.open(folder, key, PLENTY).orElseThrow();
    }

    private static void write(Path folder, String key, int from, int to) throws IOException {
        try (FeatureCache cache = open(folder, key)) {
            for (int i = from; i < to; i++) {
                cache.put(List.of(content(i)), List.of(features(i)));
            }
        }
    }

    private static byte[] content(int i) {
        return ByteBuffer.allocate(4).putInt(i).array();
    }

    private static float[] features(int i) {
        return new float[] {i, i + 0.5f, -i, 1e-30f * i, Float.MAX_VALUE, i * i, 0.1f * i, 3};
    }

    private static Path file(Path folder) throws IOException {
        return files(folder).get(0);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".features")).toList();
        }
    }
}
