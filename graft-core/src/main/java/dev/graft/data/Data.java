package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The front door to data of any kind: decides by what a path is whether it holds texts or pictures. */
public final class Data {
    private Data() {}

    /** What a path holds, seen by names alone. */
    public static Modality modality(Path path, TableOptions options) throws IOException {
        return areImages(path, options) ? Modality.IMAGE : Modality.TEXT;
    }

    public static Dataset<?> open(Path path, TableOptions options) throws IOException {
        return areImages(path, options) ? ImageData.open(path, options) : TextData.open(path, options);
    }

    /** As {@link #open}, but data may come with parts of their own. */
    public static Parts<?> openParts(Path path, TableOptions options) throws IOException {
        return areImages(path, options) ? ImageData.openParts(path, options) : TextData.openParts(path, options);
    }

    private static boolean areImages(Path path, TableOptions options) throws IOException {
        Paths.checkExists(path);
        boolean images = ImageData.looksLikeImages(path, options);
        boolean neither = Files.isDirectory(path)
                ? !images && FolderLook.at(path).nothing()
                : !images && !TextData.isTable(String.valueOf(path.getFileName()));
        if (neither) {
            throw new BadInput(
                    path.toString(),
                    (Files.isDirectory(path) ? "no texts or pictures in sub-folders" : "not data that can be read")
                            + "; wanted a table (.csv, .tsv, .jsonl) with columns text and label, or path and label,"
                            + " a folder with a sub-folder of .txt files or of pictures for each class, a .tar or .zip"
                            + " of such pictures, or the files of MNIST or CIFAR");
        }
        return images;
    }
}
