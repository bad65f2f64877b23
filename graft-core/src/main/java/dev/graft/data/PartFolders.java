package dev.graft.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The folders of data that come with parts of their own.
 *
 * @param validation {@code val}, {@code valid}, {@code validation} or {@code dev}
 */
record PartFolders(Optional<String> validation, Optional<String> test) {
    static final String TRAIN = "train";

    /** Opens the folder of one part. */
    interface Opener<S> {
        Dataset<S> open(String part) throws IOException;
    }

    static Optional<PartFolders> in(Path folder) {
        return among(name -> Files.isDirectory(folder.resolve(name)));
    }

    /** What of these there is; nothing unless there is one for training and another one. */
    static Optional<PartFolders> among(Predicate<String> isFolder) {
        PartFolders parts = new PartFolders(
                List.of("val", "valid", "validation", "dev").stream()
                        .filter(isFolder)
                        .findFirst(),
                Optional.of("test").filter(isFolder));
        return isFolder.test(TRAIN) && (parts.validation.isPresent() || parts.test.isPresent())
                ? Optional.of(parts)
                : Optional.empty();
    }

    <S> Parts<S> open(Opener<S> opener) throws IOException {
        return new Parts<>(opener.open(TRAIN), optional(validation, opener), optional(test, opener));
    }

    private static <S> Optional<Dataset<S>> optional(Optional<String> part, Opener<S> opener) throws IOException {
        return part.isEmpty() ? Optional.empty() : Optional.of(opener.open(part.get()));
    }
}
