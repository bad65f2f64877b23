package dev.graft.hub;

import dev.graft.base.Content;
import dev.graft.base.Digest;
import dev.graft.base.NewFolder;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import dev.graft.weights.TensorFile;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays a pretrained network out as Hugging Face's loaders expect it, with a manifest. */
final class ModelFolder {
    private final NewFolder folder;
    private final Map<String, Manifest.Part> parts = new LinkedHashMap<>();

    private ModelFolder(NewFolder folder) {
        this.folder = folder;
    }

    static void write(InMemory pretrained, NewFolder folder) throws IOException {
        ModelFolder model = new ModelFolder(folder);
        try (TensorFile weights = pretrained.weights()) {
            List<TensorData> tensors = new ArrayList<>();
            for (String name : weights.names()) {
                tensors.add(TensorData.of(weights, name));
            }
            model.add(Artifact.WEIGHTS, out -> Safetensors.write(out, Map.of("format", "pt"), tensors));
        }
        for (Map.Entry<String, byte[]> file : pretrained.files().entrySet()) {
            model.add(file.getKey(), out -> out.write(file.getValue()));
        }
        Manifest manifest = new Manifest(pretrained.fingerprint(), model.parts);
        folder.write(Manifest.FILE, out -> out.write(manifest.text().getBytes(StandardCharsets.UTF_8)));
    }

    private void add(String name, Content content) throws IOException {
        folder.write(name, out -> {
            Counted counted = new Counted(out);
            content.writeTo(counted);
            parts.put(name, new Manifest.Part(counted.size, Digest.hex(counted.digest.digest())));
        });
    }

    /** Hashes what passes through. */
    private static final class Counted extends FilterOutputStream {
        private final MessageDigest digest = Digest.sha256();
        private long size;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            digest.update(bytes, offset, length);
            size += length;
        }
    }
}
