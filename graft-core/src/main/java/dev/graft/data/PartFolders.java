package dev.graft.data;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folders of data that come with parts of their own.
 *
 * @param validation {@code val}, {@code valid}, {@code validation} or {@code dev}
 */
record PartFolders(Optional<String> validation, Optional<String> test) {
    static final String TRAIN = "train";

    /** What of these there is; nothing unless there is one for training and another one. */
    static Optional<PartFolders> among(Set<String> folders) {
        PartFolders parts = new PartFolders(
                List.of("val", "valid", "validation", "dev").stream()
                        .filter(folders::contains)
                        .findFirst(),
                Optional.of("test").filter(folders::contains));
        return folders.contains(TRAIN) && (parts.validation.isPresent() || parts.test.isPresent())
                ? Optional.of(parts)
                : Optional.empty();
    }
}
