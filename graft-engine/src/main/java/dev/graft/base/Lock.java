package dev.graft.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The right to change something on disk, against the threads of this process and against other processes. It is the
 * kernel's, so that it ends with its process however that ends; a lock file that is left over means nothing.
 */
public final class Lock implements AutoCloseable {
    private static final long RETRY_MILLIS = 50;
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private Lock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** @param wait how long to wait for another holder, by a clock that does not jump; zero to try once */
    static Lock take(Path target, Duration wait) throws IOException {
        if (!Files.isDirectory(target.getParent())) { // before Java 20 a link to a folder is refused
            Files.createDirectories(target.getParent());
        }
        Path folder = target.getParent().toRealPath();
        Path file = PartNames.lock(folder.resolve(target.getFileName()));
        long start = System.nanoTime();
        while (true) {
            Optional<Lock> lock = attempt(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() - start >= wait.toNanos()) {
                throw new BadInput(
                        target.getFileName().toString(),
                        "is being written by " + holder(file) + "; try again when it is done");
            }
            pause();
        }
    }

    private static Optional<Lock> attempt(Path file) throws IOException {
        if (!HERE.add(file)) {
            return Optional.empty();
        }
        Optional<Lock> lock = Optional.empty();
        try {
            lock = fromKernel(file);
        } finally {
            if (lock.isEmpty()) {
                HERE.remove(file);
            }
        }
        return lock;
    }

    private static Optional<Lock> fromKernel(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            FileLock lock = channel.tryLock();
            held = lock != null && stillThere(file, channel);
        } catch (OverlappingFileLockException e) {
            held = false; // another class loader of this process has it
        } finally {
            if (!held) {
                channel.close();
            }
        }
        return held ? Optional.of(new Lock(file, channel)) : Optional.empty();
    }

    /**
     * A holder deletes its file before it lets go, so a lock may be got on a file that has lost its name. The name is
     * asked for a size that only this channel can have made it, for opening the file once more and closing it would
     * give up the lock (fcntl locks belong to the process).
     */
    private static boolean stillThere(Path file, FileChannel channel) throws IOException {
        String pid = Long.toString(ProcessHandle.current().pid());
        int size = pid.length() + ThreadLocalRandom.current().nextInt(1, 1 << 14);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((pid + " ".repeat(size - pid.length())).getBytes(StandardCharsets.US_ASCII)), 0);
        try {
            return Files.size(file) == size;
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            channel.truncate(pid.length());
        }
    }

    private static String holder(Path file) {
        if (HERE.contains(file)) {
            return "another thread of this process";
        }
        try {
            String pid = Files.readString(file, StandardCharsets.ISO_8859_1).replaceAll("\\D.*", "");
            return pid.isEmpty() ? "another process" : "process " + pid;
        } catch (IOException e) {
            return "another process";
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a lock", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException leftOver) {
            // an empty lock file does no harm, and what was done under the lock is done
        } finally {
            channel.close();
            HERE.remove(file);
        }
    }
}
