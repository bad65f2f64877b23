package dev.graft.hub;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A place that artifacts come from: the class path; later a hub on the network. */
public interface Source {

    /** The bytes of a resource, not yet verified, or empty where this source does not have it. */
    Optional<InputStream> open(Artifact artifact, Resource resource) throws IOException;

    /** What a user can do so that this source has the artifact, as one clause. */
    String advice(Artifact artifact);
}
