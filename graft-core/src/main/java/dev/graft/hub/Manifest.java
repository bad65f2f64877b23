package dev.graft.hub;

import dev.graft.base.BadInput;
import dev.graft.base.ByteSource;
import dev.graft.base.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a folder of the home must hold: size and hash of each file. Written so that {@code sha256sum -c} checks it too.
 *
 * @param fingerprint of the published weights from which the folder was made
 */
record Manifest(String fingerprint, Map<String, Part> parts) {
    static final String FILE = "manifest.sha256";

    /** Rises when weights are laid out in another way, so that older folders are made anew. */
    private static final String FIRST_LINE = "# graft folder 1 ";

    private static final long LONGEST = 1 << 20;

    record Part(long size, String sha256) {}

    String text() {
        StringBuilder text = new StringBuilder(FIRST_LINE).append(fingerprint).append('\n');
        parts.forEach((name, part) -> text.append("# ")
                .append(part.size())
                .append('\n')
                .append(part.sha256())
                .append("  ")
                .append(name)
                .append('\n'));
        return text.toString();
    }

    /** Empty where there is none that can be understood, whatever lies there instead. */
    static Optional<Manifest> read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            String[] lines = new String(ByteSource.whole(file, LONGEST), StandardCharsets.UTF_8).split("\n");
            Map<String, Part> parts = new LinkedHashMap<>();
            for (int i = 1; i + 1 < lines.length; i += 2) {
                String[] hashAndName = lines[i + 1].split("  ", 2);
                parts.put(hashAndName[1], new Part(Long.parseLong(lines[i].substring(2)), hashAndName[0]));
            }
            boolean ours = lines[0].startsWith(FIRST_LINE);
            return ours ? Optional.of(new Manifest(lines[0].substring(FIRST_LINE.length()), parts)) : Optional.empty();
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Whether every file is there with its size; cheap enough for each start. */
    boolean hasSizes(Path folder) {
        return !parts.isEmpty()
                && parts.entrySet().stream().allMatch(entry -> {
                    Path file = folder.resolve(entry.getKey());
                    try {
                        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                                && Files.size(file) == entry.getValue().size();
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    /** Reads every file; refuses the first whose bytes are not those that were written. */
    void verify(Path folder) throws IOException {
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            if (!Digest.sha256(folder.resolve(entry.getKey()))
                    .equals(entry.getValue().sha256())) {
                throw new BadInput(
                        folder.getFileName() + "/" + entry.getKey(),
                        "is not as it was written; clear the cache, and it is made anew");
            }
        }
    }
}
