package dev.graft.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.graft.base.BadInput;
import dev.graft.base.Digest;
import dev.graft.base.Shape;
import dev.graft.base.Storage;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubTest {
    private static final String CONFIG = "{\"model_type\":\"tiny\"}";
    private static final byte[] TOKENS = "{\"tokens\":[]}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temp;

    private Home home;
    private Path classes;
    private Artifact artifact;
    private int opened;

    @BeforeEach
    void publish() throws IOException {
        home = new Home(temp.resolve("home 猫"));
        classes = Files.createDirectory(temp.resolve("classes"));
        Path weights = classes.resolve("tiny.safetensors");
        Storage.LOCAL.writeFile(
                weights, out -> Safetensors.write(out, Map.of(), List.of(TensorData.of("w", new Shape(2), 1, 2))));
        Files.write(classes.resolve("tiny-tokenizer.json"), TOKENS);
        artifact = Artifact.encoder(
                "tiny",
                "org.example:tiny:1",
                "tiny.safetensors",
                Digest.sha256(weights),
                "tiny-tokenizer.json",
                Digest.sha256(TOKENS),
                CONFIG);
    }

    private Hub hub() throws IOException {
        ClassPath found =
                new ClassPath(new URLClassLoader(new URL[] {classes.toUri().toURL()}, null));
        Source counted = new Source() {
            @Override
            public Optional<InputStream> open(Artifact wanted, Resource resource) throws IOException {
                opened++;
                return found.open(wanted, resource);
            }

            @Override
            public String advice(Artifact wanted) {
                return found.advice(wanted);
            }
        };
        return new Hub(home, List.of(counted), Storage.LOCAL);
    }

    private void assertWhole(Pretrained pretrained) throws IOException {
        try (TensorFile weights = pretrained.weights()) {
            assertThat(weights.floats("w")).containsExactly(1, 2);
        }
        assertThat(pretrained.tokenizer()).isEqualTo(TOKENS);
        assertThat(pretrained.file(Artifact.CONFIG))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(CONFIG);
        assertThat(pretrained.fingerprint()).isEqualTo(artifact.weights().sha256());
        assertThat(pretrained.name()).isEqualTo("tiny");
    }

    @Test
    void laysAnArtifactOutOnceInHuggingFacesWay() throws IOException {
        Pretrained first = hub().fetch(artifact);
        assertWhole(first);
        int openedOnce = opened;

        Pretrained second = hub().fetch(artifact);

        assertWhole(second);
        assertThat(opened).isEqualTo(openedOnce).isPositive();
        assertThat(second.folder()).contains(home.models().resolve("tiny"));
        assertThat(Storage.LOCAL.list(home.models().resolve("tiny")))
                .extracting(path -> path.getFileName().toString())
                .containsExactly("config.json", "manifest.sha256", "model.safetensors", "tokenizer.json");
        assertThat(Storage.LOCAL.list(home.models())).hasSize(1);
        try (TensorFile weights = second.weights()) {
            assertThat(weights.metadata()).containsEntry("format", "pt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "tokenizer.json", "config.json", "manifest.sha256"})
    void makesADamagedFolderAnew(String file) throws Exception {
        Path damaged = hub().fetch(artifact).folder().orElseThrow().resolve(file);
        List<Damage> damages = List.of(
                path -> Files.write(path, new byte[1]),
                Files::delete,
                path -> {
                    Files.delete(path);
                    Files.createDirectory(path);
                },
                path -> {
                    Files.delete(path);
                    Files.createSymbolicLink(path, path);
                });
        for (Damage damage : damages) {
            damage.to(damaged);
            assertWhole(hub().fetch(artifact));
            assertThat(damaged).isRegularFile();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "link", "loop", "empty"})
    void makesAFolderWhereSomethingElseIs(String other) throws IOException {
        Path folder = home.models().resolve("tiny");
        Files.createDirectories(home.models());
        switch (other) {
            case "file" -> Files.createFile(folder);
            case "link" -> Files.createSymbolicLink(folder, temp.resolve("nowhere"));
            case "loop" -> Files.createSymbolicLink(folder, folder);
            default -> Files.createDirectory(folder);
        }
        Pretrained pretrained = hub().fetch(artifact);
        assertWhole(pretrained);
        assertThat(pretrained.folder()).contains(folder);
    }

    @Test
    void makesItAnewWhenTheArtifactChanges() throws IOException {
        hub().fetch(artifact);
        Artifact other = new Artifact("tiny", artifact.coordinates(), artifact.weights(), artifact.files(), "{}");

        assertThat(hub().fetch(other).file(Artifact.CONFIG))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{}");
    }

    @Test
    void findsAFlippedBitOnVerify() throws IOException {
        Path weights = hub().fetch(artifact).folder().orElseThrow().resolve(Artifact.WEIGHTS);
        hub().verify(artifact);
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);

        assertThatThrownBy(() -> hub().verify(artifact))
                .isInstanceOf(BadInput.class)
                .hasMessage("tiny/model.safetensors: is not as it was written; clear the cache, and it is made anew");
    }

    @Test
    void worksWithoutAHome() throws IOException {
        home = new Home(Files.createFile(temp.resolve("a file")).resolve("home"));
        Pretrained pretrained = hub().fetch(artifact);

        assertWhole(pretrained);
        assertThat(pretrained.folder()).isEmpty();
        assertThatThrownBy(() -> pretrained.file("no")).hasMessageContaining("has no file 'no'");
    }

    @Test
    void doesNotBelieveSomebodyElsesHomeThatAllCanWrite() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a folder away");
        hub().fetch(artifact);
        Files.setPosixFilePermissions(home.root(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(hub().fetch(artifact).folder()).isPresent();
        Files.setOwner(
                home.root(),
                home.root().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

        assertThat(home.distrust())
                .hasValueSatisfying(reason -> assertThat(reason).contains("belongs to nobody"));
        assertWhole(hub().fetch(artifact));
        assertThat(hub().fetch(artifact).folder()).isEmpty();
    }

    @Test
    void namesTheDependencyToAdd() throws IOException {
        Files.delete(classes.resolve("tiny.safetensors"));
        assertThatThrownBy(() -> hub().fetch(artifact))
                .isInstanceOf(BadInput.class)
                .hasMessage("tiny: its file tiny.safetensors is not found; add the Maven dependency org.example:tiny:1"
                        + " (for the command line, its jar in GRAFT_CLASSPATH)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny.safetensors", "tiny-tokenizer.json"})
    void refusesAnotherHashAndKeepsNothing(String file) throws IOException {
        Path published = classes.resolve(file);
        byte[] bytes = Files.readAllBytes(published);
        bytes[bytes.length - 1] ^= 1;
        Files.write(published, bytes);

        assertThatThrownBy(() -> hub().fetch(artifact))
                .isInstanceOf(BadInput.class)
                .hasMessageStartingWith(file + ": has SHA-256 " + Digest.sha256(bytes));
        assertThat(Storage.LOCAL.list(home.models())).isEmpty();
    }

    @Test
    void letsManyFetchAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Hub hub = hub();
            List<Callable<Pretrained>> fetches = new ArrayList<>();
            IntStream.range(0, 8).forEach(i -> fetches.add(() -> hub.fetch(artifact)));
            for (var fetched : threads.invokeAll(fetches)) {
                assertWhole(fetched.get());
                assertThat(fetched.get().folder()).isPresent();
            }
            assertThat(opened).isEqualTo(2);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void listsAndClearsWhatItKeeps() throws IOException {
        assertThat(hub().entries()).isEmpty();
        hub().fetch(artifact);
        Files.createDirectories(home.features().resolve("abc"));
        Files.write(home.features().resolve("abc/1.bin"), new byte[100]);
        Path foreign = Files.createFile(home.root().resolve("mine.txt"));

        assertThat(hub().entries())
                .extracting(Hub.Entry::kind, Hub.Entry::name)
                .containsExactly(tuple("models", "tiny"), tuple("features", "abc"));
        assertThat(hub().entries().get(1).bytes()).isEqualTo(100);
        assertThat(hub().clear()).isGreaterThan(200);
        assertThat(hub().entries()).isEmpty();
        assertThat(foreign).exists();
        assertWhole(hub().fetch(artifact));
    }

    private interface Damage {
        void to(Path path) throws IOException;
    }
}
