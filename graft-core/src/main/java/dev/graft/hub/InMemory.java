package dev.graft.hub;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.Check;
import dev.graft.base.Digest;
import dev.graft.weights.OnnxWeights;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Files as they came from a source, verified on the way. */
record InMemory(Artifact artifact, ByteSource published, Map<String, byte[]> files) implements Pretrained {
    private static final long MOST = 4L << 30;

    /** Reads the artifact from the first source that has it. */
    static InMemory from(Artifact artifact, List<Source> sources) throws IOException {
        ByteSource weights = verified(artifact, artifact.weights(), sources);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Resource resource : artifact.files()) {
            try (ByteSource file = verified(artifact, resource, sources)) {
                files.put(resource.file(), file.bytes(file.length()));
            }
        }
        if (!artifact.config().isEmpty()) {
            files.put(Artifact.CONFIG, artifact.config().getBytes(StandardCharsets.UTF_8));
        }
        return new InMemory(artifact, weights, files);
    }

    private static ByteSource verified(Artifact artifact, Resource resource, List<Source> sources) throws IOException {
        for (Source source : sources) {
            Optional<InputStream> found = source.open(artifact, resource);
            if (found.isPresent()) {
                try (DigestInputStream in = new DigestInputStream(found.get(), Digest.sha256())) {
                    ByteSource bytes = ByteSource.read(resource.path(), in, -1, MOST);
                    return checked(
                            resource, bytes, Digest.hex(in.getMessageDigest().digest()));
                }
            }
        }
        String advice = sources.stream().map(source -> source.advice(artifact)).collect(Collectors.joining(", or "));
        throw new BadInput(artifact.name(), "its file " + resource.path() + " is not found; " + advice);
    }

    private static ByteSource checked(Resource resource, ByteSource bytes, String sha256) throws BadInput {
        if (!sha256.equals(resource.sha256())) {
            throw new BadInput(
                    resource.path(),
                    "has SHA-256 " + sha256 + ", but " + resource.sha256()
                            + " is expected; another version of its dependency is in use, or it is damaged");
        }
        return bytes;
    }

    @Override
    public String name() {
        return artifact.name();
    }

    @Override
    public TensorFile weights() throws IOException {
        ByteSource bytes = published.slice(0, published.length());
        return artifact.weights().path().endsWith(".onnx") ? OnnxWeights.open(bytes) : Safetensors.open(bytes);
    }

    @Override
    public byte[] file(String name) {
        Check.that(files.containsKey(name), "'" + artifact.name() + "' has no file '" + name + "'");
        return files.get(name).clone();
    }

    @Override
    public String fingerprint() {
        return artifact.weights().sha256();
    }

    @Override
    public Optional<Path> folder() {
        return Optional.empty();
    }
}
