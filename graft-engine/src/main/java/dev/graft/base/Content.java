package dev.graft.base;

import java.io.IOException;
import java.io.OutputStream;

/** What a file is to hold. The stream is buffered, and closed by who asks. */
@FunctionalInterface
public interface Content {
    void writeTo(OutputStream out) throws IOException;
}
