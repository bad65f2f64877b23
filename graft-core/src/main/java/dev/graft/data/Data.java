package dev.graft.data;

import java.io.IOException;
import java.nio.file.Path;

/** The front door to data of any kind: decides by what a path is which reader opens it. */
public final class Data {
    private Data() {}

    /** What a path holds; looks at names only. */
    public static Modality modality(Path path) throws IOException {
        return Modality.TEXT;
    }

    public static Dataset<?> open(Path path, TableOptions options) throws IOException {
        return TextData.open(path, options);
    }

    public static Parts<?> openParts(Path path, TableOptions options) throws IOException {
        return TextData.openParts(path, options);
    }
}
