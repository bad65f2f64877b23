package dev.graft.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.Optional;

/** Artifacts as Maven dependencies, so that a company's mirror is enough. */
public record ClassPath(ClassLoader loader) implements Source {

    /** The thread's class loader, else that of Graft. */
    public static ClassPath standard() {
        ClassLoader thread = Thread.currentThread().getContextClassLoader();
        return new ClassPath(thread == null ? ClassPath.class.getClassLoader() : thread);
    }

    @Override
    public Optional<InputStream> open(Artifact artifact, Resource resource) throws IOException {
        URL url = loader.getResource(resource.path());
        if (url == null) {
            return Optional.empty();
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // else closing the stream leaves the jar open for good
        return Optional.of(connection.getInputStream());
    }

    @Override
    public String advice(Artifact artifact) {
        return "add the Maven dependency " + artifact.coordinates()
                + " (for the command line, its jar in GRAFT_CLASSPATH)";
    }
}
