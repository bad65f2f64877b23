package dev.graft.base;

import java.io.IOException;

/** What a folder is to hold. */
@FunctionalInterface
public interface FolderContent {
    void writeTo(NewFolder folder) throws IOException;
}
