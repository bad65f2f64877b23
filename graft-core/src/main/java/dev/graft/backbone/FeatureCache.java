package dev.graft.backbone;

import dev.graft.base.Digest;
import dev.graft.base.Lock;
import dev.graft.base.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What frozen stages gave for each input, kept on disk between runs: no frozen feature is computed twice. One file per
 * (weights, preprocessing, precision, stage), of records (content digest, count, floats, checksum). A record that does
 * not check is as if it were not there.
 */
public final class FeatureCache implements AutoCloseable {
    private static final int HEADER = 64;
    private static final int DIGEST = 32;
    private static final int LARGEST_RECORD = 1 << 28; // floats
    private static final int LARGEST_BLOCK = Integer.MAX_VALUE - 8; // bytes of one array
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final FileChannel file;
    private final Map<ByteBuffer, Long> places = new HashMap<>();
    private final Path path;
    private final long limit;

    private FeatureCache(Path path, FileChannel file, long limit) {
        this.path = path;
        this.file = file;
        this.limit = limit;
    }

    /**
     * Opens or begins a file of features.
     *
     * @param folder of all such files
     * @param key all that the features depend on but the input
     * @param limit bytes that the folder may hold; the files least recently used go first, and what one file cannot
     *     hold is not kept
     * @return nothing where the folder cannot be written: then features are computed and not kept
     */
    public static Optional<FeatureCache> open(Path folder, String key, long limit) {
        try {
            if (!Files.isDirectory(folder)) { // before Java 20 a link to a folder is refused
                Files.createDirectories(folder);
            }
            Path path = folder.resolve(Digest.sha256(key.getBytes(StandardCharsets.UTF_8)) + ".features");
            makeRoom(folder, path, limit - (Files.exists(path) ? Files.size(path) : 0)); // the limit may be a lower one
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            FeatureCache cache = new FeatureCache(path, file, limit);
            try (Lock lock = Storage.LOCAL.lock(path, WAIT)) {
                cache.index(Digest.sha256(key.getBytes(StandardCharsets.UTF_8)).getBytes(StandardCharsets.US_ASCII));
                Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
            } catch (IOException e) {
                file.close();
                throw e;
            }
            return Optional.of(cache);
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(FeatureCache.class.getName())
                    .log(System.Logger.Level.INFO, "features are not kept: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** @param limit of all files but the one to keep */
    private static void makeRoom(Path folder, Path keep, long limit) throws IOException {
        List<Path> files;
        try (var all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith(".features") && !f.equals(keep))
                    .sorted(Comparator.comparingLong(f -> f.toFile().lastModified()))
                    .toList();
        }
        long held = files.stream().mapToLong(f -> f.toFile().length()).sum();
        for (Path oldest : files) {
            if (held <= limit) {
                return;
            }
            held -= oldest.toFile().length();
            Storage.LOCAL.delete(oldest);
        }
    }

    /** Reads the places of all records; what a killed process left half-written at the end is cut off. */
    private void index(byte[] header) throws IOException {
        ByteBuffer begin = ByteBuffer.allocate(HEADER);
        boolean sound = read(begin, 0) && Arrays.equals(begin.array(), header);
        if (!sound) {
            file.truncate(0);
            write(ByteBuffer.wrap(header), 0);
        }
        long at = HEADER;
        ByteBuffer head = ByteBuffer.allocate(DIGEST + 4).order(ByteOrder.LITTLE_ENDIAN);
        while (at < file.size()) {
            head.clear();
            if (!read(head, at)) {
                break;
            }
            int count = head.getInt(DIGEST);
            long end = at + size(count);
            if (count < 0 || count > LARGEST_RECORD || end > file.size()) {
                break;
            }
            places.put(ByteBuffer.wrap(Arrays.copyOf(head.array(), DIGEST)), at);
            at = end;
        }
        file.truncate(at);
    }

    private static long size(int count) {
        return DIGEST + 4 + 4L * count + 4;
    }

    /** Whether an input's features were kept, be they damaged or not. */
    boolean knows(byte[] content) {
        synchronized (places) {
            return places.containsKey(ByteBuffer.wrap(digest(content)));
        }
    }

    /** The features of an input, if they are known and undamaged. */
    public Optional<float[]> get(byte[] content) throws IOException {
        Long at;
        synchronized (places) {
            at = places.get(ByteBuffer.wrap(digest(content)));
        }
        return at == null ? Optional.empty() : record(at, digest(content));
    }

    private Optional<float[]> record(long at, byte[] digest) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(DIGEST + 4).order(ByteOrder.LITTLE_ENDIAN);
        if (!read(head, at)) {
            return Optional.empty();
        }
        int count = head.getInt(DIGEST);
        boolean other = !Arrays.equals(digest, 0, DIGEST, head.array(), 0, DIGEST);
        if (other || count < 0 || count > LARGEST_RECORD || at + size(count) > file.size()) {
            return Optional.empty(); // damaged, or another process began the file anew
        }
        ByteBuffer body = ByteBuffer.allocate(4 * count + 4).order(ByteOrder.LITTLE_ENDIAN);
        if (!read(body, at + DIGEST + 4)) {
            return Optional.empty();
        }
        CRC32 sum = new CRC32();
        sum.update(head.array());
        sum.update(body.array(), 0, 4 * count);
        if ((int) sum.getValue() != body.getInt(4 * count)) {
            return Optional.empty();
        }
        float[] features = new float[count];
        body.rewind();
        body.asFloatBuffer().get(features);
        return Optional.of(features);
    }

    /** Keeps features of inputs. Losing them costs time only, so that neither a full disk nor too many is an error. */
    public void put(List<byte[]> contents, List<float[]> features) {
        long bytes = features.stream().mapToLong(f -> size(f.length)).sum();
        if (bytes > LARGEST_BLOCK) {
            return;
        }
        ByteBuffer block = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < contents.size(); i++) {
            int from = block.position();
            block.put(digest(contents.get(i))).putInt(features.get(i).length);
            block.asFloatBuffer().put(features.get(i));
            block.position(block.position() + 4 * features.get(i).length);
            CRC32 sum = new CRC32();
            sum.update(block.array(), from, block.position() - from);
            block.putInt((int) sum.getValue());
        }
        block.flip();
        try (Lock lock = Storage.LOCAL.lock(path, WAIT)) {
            long at = file.size();
            if (at + bytes > limit) {
                return;
            }
            makeRoom(path.getParent(), path, limit - at - bytes);
            write(block, at);
            synchronized (places) {
                for (int i = 0; i < contents.size(); i++) {
                    places.put(ByteBuffer.wrap(digest(contents.get(i))), at);
                    at += size(features.get(i).length);
                }
            }
        } catch (IOException e) {
            System.getLogger(FeatureCache.class.getName())
                    .log(System.Logger.Level.INFO, "features are not kept: " + e.getMessage());
        }
    }

    private static byte[] digest(byte[] content) {
        return Digest.sha256().digest(content);
    }

    private boolean read(ByteBuffer into, long from) throws IOException {
        long at = from;
        while (into.hasRemaining()) {
            int count = file.read(into, at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        into.flip();
        return true;
    }

    private void write(ByteBuffer block, long from) throws IOException {
        long at = from;
        while (block.hasRemaining()) {
            at += file.write(block, at);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
