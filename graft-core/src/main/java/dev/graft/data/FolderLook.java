package dev.graft.data;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What kinds of files the class folders of a folder hold, by the names of the first few. */
final class FolderLook {
    private static final int FOLDERS = 64;
    private static final int FILES_EACH = 64;
    private static final int DEEPEST = 4;

    private int pictures;
    private int texts;

    private FolderLook() {}

    static FolderLook at(Path folder) throws IOException {
        FolderLook look = new FolderLook();
        Path classes = PartFolders.in(folder).isPresent() ? folder.resolve(PartFolders.TRAIN) : folder;
        for (Path entry : some(classes, FOLDERS)) {
            if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                look.count(entry, 1);
            }
        }
        return look;
    }

    private void count(Path folder, int depth) throws IOException {
        for (Path entry : some(folder, FILES_EACH)) {
            String extension = ClassFolders.extension(entry.getFileName().toString());
            if (depth < DEEPEST && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                count(entry, depth + 1);
            } else if (ImageFolder.EXTENSIONS.contains(extension)) {
                pictures++;
            } else if (extension.equals("txt")) {
                texts++;
            }
        }
    }

    private static List<Path> some(Path folder, int most) throws IOException {
        List<Path> paths = new ArrayList<>();
        if (!Files.isReadable(folder)) {
            return paths; // whoever opens it will say so
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (paths.size() == most) {
                    break;
                }
                if (!ClassFolders.isHidden(entry.getFileName().toString())) {
                    paths.add(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return paths;
    }

    boolean images() {
        return pictures > 0 && pictures >= texts;
    }

    boolean nothing() {
        return pictures + texts == 0;
    }
}
