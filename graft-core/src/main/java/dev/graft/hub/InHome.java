package dev.graft.hub;

import dev.graft.base.ByteSource;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Files of a folder in the home. */
record InHome(String name, Path path, String fingerprint) implements Pretrained {
    @Override
    public TensorFile weights() throws IOException {
        return Safetensors.open(path.resolve(Artifact.WEIGHTS));
    }

    @Override
    public byte[] file(String file) throws IOException {
        try (ByteSource source = ByteSource.open(path.resolve(file))) {
            return source.bytes(source.length());
        }
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(path);
    }
}
