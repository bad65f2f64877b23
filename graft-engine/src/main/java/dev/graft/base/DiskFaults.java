package dev.graft.base;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Says in one line what the machine means by an error. */
final class DiskFaults {
    private DiskFaults() {}

    /** The error itself where it speaks for itself; thrown by the caller, whose compiler wants to see that. */
    static IOException explained(Path place, Throwable error) throws IOException {
        if (error instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (error instanceof Error grave) {
            throw grave;
        }
        IOException fault = (IOException) error;
        String advice = fault instanceof BadInput ? "" : advice(fault);
        if (advice.isEmpty() && fault instanceof FileSystemException named && isWithin(place, named)) {
            advice = "cannot be written" + (named.getReason() == null ? "" : ": " + named.getReason());
        }
        return advice.isEmpty() ? fault : new IOException(Lines.one(place.getFileName() + ": " + advice), fault);
    }

    private static boolean isWithin(Path place, FileSystemException fault) {
        return fault.getFile() != null
                && fault.getFile().startsWith(place.getParent().toString());
    }

    private static String advice(IOException fault) {
        String text = fault instanceof FileSystemException named ? named.getReason() : fault.getMessage();
        if (fault instanceof AccessDeniedException) {
            return "must not be written by this user; choose another place or change its permissions";
        }
        if (text == null) {
            return "";
        }
        if (text.startsWith("No space left")) {
            return "the disk is full; nothing was changed. Make room and try again";
        }
        if (text.startsWith("Disk quota")) {
            return "this user's share of the disk is used up; nothing was changed. Make room and try again";
        }
        if (text.startsWith("Read-only file system")) {
            return "lies on a disk that can only be read; choose another place";
        }
        if (text.startsWith("Input/output error")) {
            return "the disk reported a fault; nothing was changed. Check the disk, then try again";
        }
        return text.startsWith("File name too long") ? "the name is too long; choose a shorter one" : "";
    }
}
