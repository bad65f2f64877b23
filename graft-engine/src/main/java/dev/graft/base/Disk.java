package dev.graft.base;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The single steps that {@link Storage} is made of; a test stands in for it to fail at each of them. */
public interface Disk {

    /** A new file to write to, or an old one emptied. */
    OutputStream create(Path file) throws IOException;

    /** Returns when a file's bytes, or a folder's entries, are on the medium and outlast a power cut. */
    void force(Path path) throws IOException;

    /** Moves within one file system in one step; replaces a file or link, never a folder that holds something. */
    void rename(Path from, Path to) throws IOException;

    /** Creates a folder, and those above it; an existing one is fine. */
    void createFolder(Path folder) throws IOException;

    /** Deletes one file, link (not what it points to) or empty folder; a missing one is fine. */
    void delete(Path path) throws IOException;
}
