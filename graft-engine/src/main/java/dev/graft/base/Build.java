package dev.graft.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions, as the build took them from its pom.xml, where each stands once. */
public final class Build {
    private static final Properties WRITTEN = read();

    private Build() {}

    /** Graft's own, as {@code 1.2.0}. */
    public static String version() {
        return WRITTEN.getProperty("version");
    }

    /** That of the Maven artifacts which carry sentence encoders. */
    public static String encoders() {
        return WRITTEN.getProperty("encoders");
    }

    private static Properties read() {
        Properties properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("build.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
