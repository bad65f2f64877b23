package dev.graft.model;

import dev.graft.adapter.Adapter;
import dev.graft.adapter.AdapterFiles;
import dev.graft.backbone.Backbone;
import dev.graft.backbone.BackboneFolder;
import dev.graft.backbone.Catalog;
import dev.graft.backbone.CatalogEntry;
import dev.graft.backbone.Loading;
import dev.graft.backbone.Opening;
import dev.graft.backbone.Origin;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.base.Digest;
import dev.graft.base.NewFolder;
import dev.graft.base.Storage;
import dev.graft.data.InputSpec;
import dev.graft.data.Modality;
import dev.graft.data.TermWeights;
import dev.graft.data.TermsFile;
import dev.graft.data.TextInput;
import dev.graft.engine.Engine;
import dev.graft.engine.Precision;
import dev.graft.engine.Scope;
import dev.graft.engine.Tensor;
import dev.graft.hub.Hub;
import dev.graft.nn.StateDict;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model as a folder that other tools read too: an encoder in the layout of sentence-transformers, the head beside it,
 * and {@code graft.json} with all that a fresh process needs. A body that anybody can get by its name and of which less
 * than half was changed is named by its SHA-256; beside that there is only what was changed, if anything, in
 * {@code changed.safetensors} under the tensors' own names.
 */
public final class Bundle {
    private static final String WEIGHTS = "model.safetensors";
    /** File of what stands above the network. */
    public static final String HEAD = "head.safetensors";

    private Bundle() {}

    /**
     * What goes into a bundle beside the model.
     *
     * @param standalone whether all of the body is copied, whatever was trained
     * @param files further parts by name, as {@code evaluation.json}
     * @param unhashed parts in which equal runs may differ, as {@code timings.json}
     */
    public record Extras(boolean standalone, Map<String, byte[]> files, Map<String, byte[]> unhashed) {
        public static final Extras NONE = new Extras(false, Map.of(), Map.of());
    }

    /** What a bundle holds of a body's tensors. */
    public enum Holds {
        /** None: it names the network. */
        NOTHING,
        /** Those that are not as the network has them that it names. */
        CHANGES,
        ALL
    }

    /**
     * The tensors of a body that a bundle holds, by name.
     *
     * @param holds how many these are
     */
    public record Held(Holds holds, Map<String, Tensor> tensors) {
        private static Held changed(Map<String, Tensor> some, Map<String, Tensor> all) {
            if (2 * numbers(some) >= numbers(all)) {
                return new Held(Holds.ALL, all);
            }
            return new Held(some.isEmpty() ? Holds.NOTHING : Holds.CHANGES, some);
        }

        private static long numbers(Map<String, Tensor> tensors) {
            return tensors.values().stream().mapToLong(Tensor::count).sum();
        }
    }

    /**
     * What a bundle of a model holds of its body: all, or, of a network that anybody can get by its name, what is not as
     * it is there, if that is less than half.
     *
     * @param standalone whether all of it is wanted, whatever was changed
     * @param hub where that network comes from
     */
    public static Held held(Model model, boolean standalone, Hub hub) throws IOException {
        Map<String, Tensor> all = model.body().state();
        Origin origin = model.body().origin();
        if (standalone || !published(origin)) {
            return new Held(Holds.ALL, all);
        }
        boolean asItCame =
                !model.provenance().bodyTrained() && model.body().fingerprint().equals(origin.sha256());
        if (asItCame) {
            return Held.changed(Map.of(), all);
        }
        try (Backbone base = Catalog.open(origin.name(), hub)) {
            Map<String, Tensor> before = base.state();
            Map<String, Tensor> changed = new LinkedHashMap<>(all);
            changed.entrySet().removeIf(tensor -> tensor.getValue().sameAs(before.get(tensor.getKey())));
            return Held.changed(changed, all);
        }
    }

    /** Whether anybody can get a network by its name, and it was no file of the user's. */
    private static boolean published(Origin origin) {
        return Catalog.find(origin.name())
                .filter(CatalogEntry::published)
                .filter(entry -> entry.coordinates().equals(origin.source()))
                .isPresent();
    }

    /**
     * Writes a bundle beside its place and moves it there whole.
     *
     * @throws BadInput where a folder is there that holds something else than a bundle
     */
    public static void save(Model model, Path folder, Extras extras) throws IOException {
        save(model, folder, extras, held(model, extras.standalone(), Hub.standard()));
    }

    /** As {@link #save(Model, Path, Extras)}. @param held what {@link #held} said */
    public static void save(Model model, Path folder, Extras extras, Held held) throws IOException {
        if (!isAt(folder) && !Storage.LOCAL.list(folder).isEmpty()) {
            throw new BadInput(
                    folder.toString(), "exists and is no bundle, so it is not replaced; choose another place");
        }
        Origin origin = model.body().origin();
        Optional<Manifest.Base> base = held.holds() == Holds.ALL
                ? Optional.empty()
                : Optional.of(new Manifest.Base(origin.name(), origin.sha256(), origin.source()));
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
            parts.write(HEAD, out -> hashes.put(HEAD, tensors(heads(model.outputs()), out)));
            if (held.holds() != Holds.NOTHING) {
                String weights = held.holds() == Holds.ALL ? WEIGHTS : BackboneFolder.CHANGED;
                parts.write(weights, out -> hashes.put(weights, tensors(held.tensors(), out)));
            }
            if (!model.adapters().isEmpty()) {
                write(model, fingerprint(base.orElse(null), hashes), parts, hashes);
            }
            Manifest manifest = Manifest.of(model, base, hashes);
            parts.write(Manifest.FILE, out -> out.write(manifest.json()));
        });
    }

    /** @param over SHA-256 of the weights that the adapter will be loaded over */
    private static void write(Model model, String over, NewFolder parts, Map<String, String> hashes)
            throws IOException {
        Check.that(model.adapters().size() == 1, "a bundle holds one adapter; merge them first");
        Adapter adapter = model.adapters().get(0);
        byte[] config = AdapterFiles.config(adapter, model.body());
        parts.write(AdapterFiles.CONFIG, out -> out.write(config));
        hashes.put(AdapterFiles.CONFIG, Digest.sha256(config));
        MessageDigest digest = Digest.sha256();
        parts.write(
                AdapterFiles.WEIGHTS, out -> AdapterFiles.write(adapter, over, new DigestOutputStream(out, digest)));
        hashes.put(AdapterFiles.WEIGHTS, Digest.hex(digest.digest()));
    }

    /** Of the body that a bundle will be loaded with. @param base null where the bundle holds all of it */
    private static String fingerprint(Manifest.Base base, Map<String, String> hashes) {
        return base == null
                ? hashes.get(WEIGHTS)
                : BackboneFolder.fingerprint(base.sha256(), Optional.ofNullable(hashes.get(BackboneFolder.CHANGED)));
    }

    /** The tensors of the only head, or of each under its output's name. */
    private static Map<String, Tensor> heads(Map<String, Output> outputs) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        outputs.forEach((name, output) -> output.head().visit(outputs.size() == 1 ? "" : name + ".", named::put));
        return named;
    }

    private static String tensors(Map<String, Tensor> tensors, OutputStream out) throws IOException {
        MessageDigest digest = Digest.sha256();
        StateDict.write(new DigestOutputStream(out, digest), Map.of("format", "pt"), tensors);
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
        try {
            return over(reading(body, body.input(), manifest, folder), manifest, folder);
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    /**
     * Reads the head and the adapter of a bundle over a body that is loaded already, so that many models share it. Close
     * such a model by {@link Model#closeTop}.
     *
     * @throws BadInput where it is for another body: one with changed tensors needs a network that has these changes
     */
    public static Model load(Path folder, Backbone body) throws IOException {
        Storage.LOCAL.recover(folder);
        Manifest manifest = Manifest.read(folder);
        manifest.verify(folder);
        String wanted = fingerprint(manifest.base(), manifest.sha256());
        if (!body.fingerprint().equals(wanted)) {
            boolean changes = manifest.base() != null
                    && body.fingerprint().equals(manifest.base().sha256());
            throw new BadInput(
                    folder.toString(),
                    "was made on other weights "
                            + (changes
                                    ? "than those of " + body.name() + ", with changes to them"
                                    : "(SHA-256 " + wanted + ") than those of " + body.name() + " ("
                                            + body.fingerprint() + ")")
                            + "; load it by itself, or over the network that it was made on");
        }
        InputSpec<?> stated = // the body may be cut and standardized as another bundle says
                BackboneFolder.pictures(folder).<InputSpec<?>>map(own -> own).orElse(body.input());
        return over(reading(body, stated, manifest, folder), manifest, folder);
    }

    /** The body, reading inputs as the bundle says. @param stated how it would read pictures otherwise */
    private static Backbone reading(Backbone body, InputSpec<?> stated, Manifest manifest, Path folder)
            throws IOException {
        Backbone read = body.input() instanceof TextInput texts
                ? body.input(texts.windows(false).with(manifest.input()))
                : body.input(stated.with(manifest.input()));
        int terms = manifest.head().beside().terms();
        if (terms == 0 || !(read.input() instanceof TextInput texts)) {
            return read.input().equals(body.input()) ? body : read;
        }
        TermWeights weights = TermsFile.read(folder.resolve(TermsFile.NAME));
        if (weights.size() != terms) {
            throw new BadInput(
                    folder.toString(),
                    "has " + weights.size() + " terms for a head of " + terms + "; take it from its source again");
        }
        return read.input(texts.terms(weights));
    }

    private static Model over(Backbone body, Manifest manifest, Path folder) throws IOException {
        Map<String, Output> outputs = new LinkedHashMap<>();
        mustHold(body, manifest, folder.resolve(HEAD));
        try {
            try (Scope scope = Scope.open()) {
                manifest.answers()
                        .forEach((name, answer) -> outputs.put(
                                name, new Output(answer.task(), answer.task().head(body.width(), answer.head()))));
            }
            read(heads(outputs), folder.resolve(HEAD));
            Adapter adapter =
                    manifest.sha256().containsKey(AdapterFiles.CONFIG) ? AdapterFiles.read(folder, body) : Adapter.NONE;
            Precision precision = manifest.precision().pays() ? manifest.precision() : Precision.FP32;
            return new Model(body, outputs, List.of(), precision, manifest.provenance()).with(adapter);
        } catch (IOException | RuntimeException e) {
            outputs.values().forEach(output -> output.head().close());
            throw e;
        }
    }

    /** Refuses heads larger than their file before any of them is made. */
    private static void mustHold(Backbone body, Manifest manifest, Path file) throws IOException {
        long wanted = manifest.answers().values().stream()
                .mapToLong(answer -> answer.head().numbers(body.width()))
                .sum();
        if (wanted > Files.size(file)) { // of which each takes a byte or more
            throw new BadInput(
                    file.toString(),
                    "is too small for the head that graft.json asks for; take it from its source again");
        }
    }

    /** What the model of a bundle reads; its weights are not. */
    public static Modality modality(Path folder) throws IOException {
        Storage.LOCAL.recover(folder);
        return Manifest.read(folder).modality();
    }

    /** What the model of a bundle was taught; its weights are not read. */
    public static Task task(Path folder) throws IOException {
        return task(folder, Optional.empty());
    }

    /** As {@link #task(Path)}. @param output name of one of several, empty for the first */
    public static Task task(Path folder, Optional<String> output) throws IOException {
        Storage.LOCAL.recover(folder);
        Map<String, Manifest.Answer> answers = Manifest.read(folder).answers();
        String name = output.orElse(answers.keySet().iterator().next());
        if (!answers.containsKey(name)) {
            throw Check.unknown("output", name, answers.keySet());
        }
        return answers.get(name).task();
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
            body = Catalog.open(
                    manifest.base().name(),
                    new Opening(Optional.empty(), manifest.input().form().channels(), hub));
            if (!body.fingerprint().equals(manifest.base().sha256())) {
                body.close();
                throw new BadInput(
                        folder.toString(),
                        "was made on other weights of " + manifest.base().name() + " than are here; add "
                                + manifest.base().source());
            }
            if (manifest.sha256().containsKey(BackboneFolder.CHANGED)) {
                BackboneFolder.change(body, folder);
            }
        }
        return body;
    }

    private static void read(Map<String, Tensor> heads, Path path) throws IOException {
        try (TensorFile file = Safetensors.open(path)) {
            Loading.into("the head that graft.json asks for").read(file, path.toString(), heads);
        }
    }

    /** Whether a folder is a bundle, damaged or not. */
    public static boolean isAt(Path folder) {
        return Files.isRegularFile(folder.resolve(Manifest.FILE));
    }
}
