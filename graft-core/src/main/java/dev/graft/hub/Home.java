package dev.graft.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;

/** The folder in which Graft keeps what it can make again. */
public record Home(Path root) {

    /** {@code GRAFT_HOME}, else {@code XDG_CACHE_HOME/graft}, else {@code .cache/graft} in the user's folder. */
    public static Home standard() {
        return of(System.getenv(), System.getProperty("user.home", ""));
    }

    static Home of(Map<String, String> environment, String userHome) {
        Optional<String> graft = given(environment.get("GRAFT_HOME"));
        if (graft.isPresent()) {
            return new Home(Path.of(graft.get()));
        }
        Optional<Path> cache =
                given(environment.get("XDG_CACHE_HOME")).map(Path::of).filter(Path::isAbsolute);
        Optional<Path> user = given(userHome)
                .or(() -> given(environment.get("HOME")))
                .map(Path::of)
                .filter(Path::isAbsolute);
        Path fallback = Path.of(System.getProperty("java.io.tmpdir"), "graft-" + System.getProperty("user.name", ""));
        return new Home(cache.or(() -> user.map(home -> home.resolve(".cache")))
                .map(folder -> folder.resolve("graft"))
                .orElse(fallback));
    }

    /** A folder per pretrained network, in Hugging Face's layout. */
    public Path models() {
        return root.resolve("models");
    }

    /** Features of frozen stages. */
    public Path features() {
        return root.resolve("features");
    }

    /** Unpacked native libraries. */
    public Path natives() {
        return root.resolve("natives");
    }

    /** Why files found here must not be believed, where somebody else could have put them here. */
    public Optional<String> distrust() {
        try {
            if (!Files.exists(root)) {
                return Optional.empty();
            }
            String owner = Files.getOwner(root).getName();
            boolean open = Files.getPosixFilePermissions(root).contains(PosixFilePermission.OTHERS_WRITE);
            boolean shared = root.toAbsolutePath().startsWith(System.getProperty("java.io.tmpdir"));
            boolean ours = owner.equals(System.getProperty("user.name")) || (owner.equals("root") && !open);
            return ours || !(open || shared)
                    ? Optional.empty()
                    : Optional.of(root + " belongs to " + owner
                            + " and others can write there; set GRAFT_HOME to a folder" + " of your own");
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // no owners on this file system, or a folder that cannot be read anyway
        }
    }

    /** {@code "?"} is what Java says of a user without a home. */
    private static Optional<String> given(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank() && !text.equals("?"));
    }
}
