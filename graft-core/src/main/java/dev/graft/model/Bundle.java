package dev.graft.model;

import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneFolder;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.CatalogEntry;
import dev.graft.backbone.Loading;
import dev.graft.backbone.Origin;
import dev.graft.base.BadInput;
import dev.graft.base.Digest;
import dev.graft.base.Storage;
import dev.graft.data.Modality;
import dev.graft.data.TermWeights;
import dev.graft.data.TermsFile;
import dev.graft.data.TextInput;
import dev.graft.engine.Engine;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model as a folder that other tools read too: an encoder in the layout of sentence-transformers, the head beside it,
 * and {@code graft.json} with all that a fresh process needs. Where the body was not trained it is named by its SHA-256
 * and not copied.
 */
public final class Bundle {
    private static final String WEIGHTS = "model.safetensors";
    private static final String HEAD = "head.safetensors";

    private Bundle() {}

    /**
     * What goes into a bundle beside the model.
     *
     * @param standalone whether the body is copied even where it was not trained
     * @param files further parts by name, as {@code evaluation.json}
     * @param unhashed parts in which equal runs may differ, as {@code timings.json}
     */
    public record Extras(boolean standalone, Map<String, byte[]> files, Map<String, byte[]> unhashed) {
        public static final Extras NONE = new Extras(false, Map.of(), Map.of());
    }

    /** Writes a bundle beside its place and moves it there whole. */
    public static void save(Model model, Path folder, Extras extras) throws IOException {
        Optional<Manifest.Base> base = extras.standalone() ? Optional.empty() : base(model);
        Storage.LOCAL.writeFolder(folder, parts -> {
            Map<String, String> hashes = new TreeMap<>();
            Map<String, byte[]> small = new LinkedHashMap<>(model.body().files());
            small.putAll(extras.files());
            for (Map.Entry<String, byte[]> file : small.entrySet()) {
                parts.write(file.getKey(), out -> out.write(file.getValue()));
                hashes.put(file.getKey(), Digest.sha256(file.getValue()));
            }
            for (Map.Entry<String, byte[]> file : extras.unhashed().entrySet()) {
                parts.write(file.getKey(), out -> out.write(file.getValue()));
            }
            parts.write(
                    HEAD, out -> hashes.put(HEAD, tensors(model.output().head().named(), out)));
            if (base.isEmpty()) {
                parts.write(
                        WEIGHTS, out -> hashes.put(WEIGHTS, tensors(model.body().state(), out)));
            }
            Manifest manifest = Manifest.of(model, base, hashes);
            parts.write(Manifest.FILE, out -> out.write(manifest.json()));
        });
    }

    /** The network to name, where it was not trained and anybody can get it by name. */
    private static Optional<Manifest.Base> base(Model model) {
        Origin origin = model.body().origin();
        boolean published = Catalog.find(origin.name())
                .filter(CatalogEntry::published)
                .filter(entry -> entry.coordinates().equals(origin.source())) // and no file of the user's
                .isPresent();
        return model.provenance().bodyTrained() || !published
                ? Optional.empty()
                : Optional.of(new Manifest.Base(origin.name(), origin.sha256(), origin.source()));
    }

    private static String tensors(Map<String, Tensor> tensors, OutputStream out) throws IOException {
        MessageDigest digest = Digest.sha256();
        try (Scope scope = Scope.open()) {
            List<TensorData> data = new ArrayList<>();
            tensors.forEach(
                    (name, tensor) -> data.add(TensorData.of(name, tensor.dtype(), tensor.shape(), tensor::bytes)));
            Safetensors.write(new DigestOutputStream(out, digest), Map.of("format", "pt"), data);
        }
        return Digest.hex(digest.digest());
    }

    /**
     * Reads a bundle, each part checked against its SHA-256.
     *
     * @throws BadInput where it is damaged, incomplete, or of a newer version
     */
    public static Model load(Path folder, Hub hub) throws IOException {
        Engine.warm();
        Storage.LOCAL.recover(folder);
        Manifest manifest = Manifest.read(folder);
        manifest.verify(folder);
        Backbone body = body(manifest, folder, hub);
        Head head = null;
        try {
            try (Scope scope = Scope.open()) {
                head = manifest.task().head(body.width(), manifest.head());
            }
            read(head, folder.resolve(HEAD));
            return Model.of(body, manifest.task(), head, manifest.precision(), manifest.provenance());
        } catch (IOException | RuntimeException e) {
            if (head != null) {
                head.close();
            }
            body.close();
            throw e;
        }
    }

    /** What the model of a bundle reads; its weights are not. */
    public static Modality modality(Path folder) throws IOException {
        Storage.LOCAL.recover(folder);
        return Manifest.read(folder).modality();
    }

    /** What the model of a bundle was taught; its weights are not read. */
    public static Task task(Path folder) throws IOException {
        Storage.LOCAL.recover(folder);
        return Manifest.read(folder).task();
    }

    /**
     * Compares each part of a bundle with its SHA-256.
     *
     * @throws BadInput where one is damaged or missing
     */
    public static void check(Path folder) throws IOException {
        Manifest.read(folder).verify(folder);
    }

    private static Backbone body(Manifest manifest, Path folder, Hub hub) throws IOException {
        Backbone body;
        if (manifest.base() == null) {
            if (!manifest.sha256().containsKey(WEIGHTS)) {
                throw new BadInput(
                        folder.toString(), "names neither weights nor a base; take it from its source again");
            }
            String called = folder.toAbsolutePath().normalize().getFileName().toString();
            body = BackboneFolder.open(
                    folder,
                    new Origin(
                            called,
                            called,
                            manifest.provenance().backboneLicence(),
                            manifest.sha256().get(WEIGHTS)));
        } else {
            body = Catalog.open(manifest.base().name(), hub);
            if (!body.fingerprint().equals(manifest.base().sha256())) {
                body.close();
                throw new BadInput(
                        folder.toString(),
                        "was made on other weights of " + manifest.base().name() + " than are here; add "
                                + manifest.base().source());
            }
        }
        Backbone read = body.input(body.input().with(manifest.input()));
        int terms = manifest.head().beside().terms();
        if (terms == 0 || !(read.input() instanceof TextInput texts)) {
            return read;
        }
        TermWeights weights = TermsFile.read(folder.resolve(TermsFile.NAME));
        if (weights.size() != terms) {
            body.close();
            throw new BadInput(
                    folder.toString(),
                    "has " + weights.size() + " terms for a head of " + terms + "; take it from its source again");
        }
        return read.input(texts.terms(weights));
    }

    private static void read(Head head, Path path) throws IOException {
        try (TensorFile file = Safetensors.open(path)) {
            Loading.into("the head that graft.json asks for").read(file, path.toString(), head.named());
        }
    }

    /** Whether a folder is a bundle, damaged or not. */
    public static boolean isAt(Path folder) {
        return Files.isRegularFile(folder.resolve(Manifest.FILE));
    }
}
