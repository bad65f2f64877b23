package dev.graft.hub;

import dev.graft.base.Digest;
import dev.graft.base.Lock;
import dev.graft.base.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pretrained networks: an {@link Artifact} in, verified files out. What comes from a source is laid out once in the
 * home; afterwards only sizes are looked at, and a damaged folder is made anew. Where the home cannot be written, or
 * must not be trusted, the files are used from memory.
 */
public final class Hub {
    private static final Logger LOG = System.getLogger(Hub.class.getName());
    private static final Duration PATIENCE = Duration.ofMinutes(5); // with another process that makes the same folder
    private static final Duration STALE = Duration.ofHours(24);

    private final Home home;
    private final List<Source> sources;
    private final Storage storage;

    public Hub(Home home, List<Source> sources, Storage storage) {
        this.home = home;
        this.sources = List.copyOf(sources);
        this.storage = storage;
    }

    /** The user's home, filled from the class path; no connection is ever made. */
    public static Hub standard() {
        return new Hub(Home.standard(), List.of(ClassPath.standard()), Storage.LOCAL);
    }

    public Home home() {
        return home;
    }

    public Pretrained fetch(Artifact artifact) throws IOException {
        Optional<String> distrust = home.distrust();
        if (distrust.isPresent()) {
            LOG.log(Level.WARNING, distrust.get());
            return InMemory.from(artifact, sources);
        }
        Path folder = home.models().resolve(artifact.name());
        Optional<Pretrained> kept = kept(artifact, folder);
        return kept.isPresent() ? kept.get() : make(artifact, folder);
    }

    /** Reads all of a kept artifact again and compares hashes; refuses what was changed. */
    public void verify(Artifact artifact) throws IOException {
        Path folder = home.models().resolve(artifact.name());
        Optional<Manifest> manifest = Manifest.read(folder);
        if (manifest.isPresent()) {
            manifest.get().verify(folder);
        }
    }

    /** What is kept, by kind and name. */
    public List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path kind : List.of(home.models(), home.features(), home.natives())) {
            for (Path path : storage.list(kind)) {
                if (path.toString().endsWith(".lock.part")) {
                    continue; // in use by somebody, or nothing
                }
                entries.add(new Entry(
                        kind.getFileName().toString(), path.getFileName().toString(), path, size(path)));
            }
        }
        return entries;
    }

    /** Deletes all that is kept; gives the number of bytes. Files of others in the home are left alone. */
    public long clear() throws IOException {
        long bytes = 0;
        for (Entry entry : entries()) {
            storage.delete(entry.path());
            bytes += entry.bytes();
        }
        return bytes;
    }

    private Optional<Pretrained> kept(Artifact artifact, Path folder) {
        try {
            storage.recover(folder);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "an older folder stays where it is", e);
        }
        return Manifest.read(folder)
                .filter(manifest ->
                        manifest.fingerprint().equals(artifact.weights().sha256()))
                .filter(manifest -> hasAll(artifact, manifest) && manifest.hasSizes(folder))
                .map(manifest -> new InHome(artifact.name(), folder, manifest.fingerprint()));
    }

    private static boolean hasAll(Artifact artifact, Manifest manifest) {
        Manifest.Part config = manifest.parts().get(Artifact.CONFIG);
        boolean sameConfig = artifact.config().isEmpty()
                ? config == null
                : config != null
                        && config.sha256()
                                .equals(Digest.sha256(artifact.config().getBytes(StandardCharsets.UTF_8)));
        return sameConfig
                && manifest.parts().containsKey(artifact.weights().file())
                && artifact.files().stream()
                        .allMatch(file -> Optional.ofNullable(manifest.parts().get(file.file()))
                                .filter(part -> part.sha256().equals(file.sha256()))
                                .isPresent());
    }

    private Pretrained make(Artifact artifact, Path folder) throws IOException {
        try (Lock lock = turn(folder)) {
            Optional<Pretrained> kept = kept(artifact, folder);
            return kept.isPresent() ? kept.get() : write(InMemory.from(artifact, sources), folder);
        } catch (NoTurn e) {
            warn(artifact, e.getCause());
            return InMemory.from(artifact, sources);
        }
    }

    /** The right to make a folder; its own lock is for the moments in which it is written. */
    private Lock turn(Path folder) throws NoTurn {
        try {
            return storage.lock(folder.resolveSibling(folder.getFileName() + ".turn"), PATIENCE);
        } catch (IOException e) {
            throw new NoTurn(e);
        }
    }

    private Pretrained write(InMemory published, Path folder) {
        try {
            storage.sweep(home.models(), STALE);
            if (!Files.isDirectory(folder)) {
                storage.delete(folder); // a file or broken link where the folder should be
            }
            storage.writeFolder(folder, parts -> ModelFolder.write(published, parts));
            return new InHome(published.name(), folder, published.fingerprint());
        } catch (IOException e) {
            warn(published.artifact(), e);
            return published;
        }
    }

    private void warn(Artifact artifact, Throwable reason) {
        LOG.log(
                Level.WARNING,
                "{0} cannot be used, so {1} is read anew each time: {2}",
                home.root(),
                artifact.name(),
                reason.getMessage());
    }

    /** The home does not let itself be locked: it cannot be written, or another process keeps it for too long. */
    private static final class NoTurn extends IOException {
        private static final long serialVersionUID = 1L;

        NoTurn(IOException cause) {
            super(cause);
        }
    }

    private static long size(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            return paths.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(path -> path.toFile().length())
                    .sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Something in the home. */
    public record Entry(String kind, String name, Path path, long bytes) {}
}
