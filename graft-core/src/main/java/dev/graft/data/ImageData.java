package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The front door to pictures: decides by what a path is which reader opens it. */
public final class ImageData {
    private static final String WANTED = "a folder or an archive (.tar, .tar.gz, .tgz, .zip) with a sub-folder of"
            + " pictures for each class, a table with columns path and label, or the files of MNIST or CIFAR";

    private ImageData() {}

    /** A folder or archive with a sub-folder for each class, a table of paths, a file of MNIST's or CIFAR's form. */
    public static Dataset<Image> open(Path path, TableOptions options) throws IOException {
        Paths.checkExists(path);
        if (Files.isDirectory(path) && isPixels(path)) {
            Parts<Image> parts = openParts(path, options);
            if (parts.validation().isPresent() || parts.test().isPresent()) {
                throw new BadInput(
                        path.toString(), "holds parts (train, test); name one of its files (in Java, openParts)");
            }
            return parts.train();
        }
        return Files.isDirectory(path) ? ImageFolder.open(path) : openFile(path, options);
    }

    public static Dataset<Image> open(Path path) throws IOException {
        return open(path, TableOptions.DEFAULTS);
    }

    /** As {@link #open}, but a folder or archive may also hold {@code train}, {@code val} and {@code test}. */
    public static Parts<Image> openParts(Path path, TableOptions options) throws IOException {
        Paths.checkExists(path);
        if (Files.isDirectory(path)) {
            if (!IdxImages.in(path).isEmpty()) {
                return IdxImages.openParts(path);
            }
            if (!CifarImages.in(path).isEmpty()) {
                return CifarImages.openParts(path);
            }
            return PartFolders.in(path).isPresent() ? ImageFolder.openParts(path) : Parts.of(ImageFolder.open(path));
        }
        return Archive.isNamed(name(path)) ? ImageArchive.openParts(path) : Parts.of(openFile(path, options));
    }

    private static Dataset<Image> openFile(Path file, TableOptions options) throws IOException {
        String name = name(file);
        if (Archive.isNamed(name)) {
            return ImageArchive.open(file);
        }
        if (IdxImages.isNamed(name)) {
            return IdxImages.open(file);
        }
        if (CifarImages.isNamed(name)) {
            return CifarImages.open(file);
        }
        if (!TextData.isTable(name)) {
            throw new BadInput(file.toString(), "not pictures that can be read; wanted " + WANTED);
        }
        return ImageTable.open(file, options);
    }

    /**
     * Whether a path is of pictures rather than of texts, seen by names alone: of files in class folders (of the first
     * few hundred, the more frequent kind), of archives, of MNIST's and CIFAR's files, or of a table's columns, where
     * one is named as paths are, or names a picture in its first row, and none is named as texts are.
     */
    public static boolean looksLikeImages(Path path, TableOptions options) throws IOException {
        if (Files.isDirectory(path)) {
            return isPixels(path) || FolderLook.at(path).images();
        }
        String name = name(path);
        if (!TextData.isTable(name) || !Files.isRegularFile(path) || !Files.isReadable(path)) {
            return Archive.isNamed(name) || IdxImages.isNamed(name) || CifarImages.isNamed(name);
        }
        if (ImageTable.findPathColumn(path, options).isEmpty()) {
            return false;
        }
        try (Rows rows = Rows.open(path, options.charset())) {
            return options.textColumn().isPresent() || !Columns.namesText(rows.columns());
        }
    }

    public static boolean looksLikeImages(Path path) throws IOException {
        return looksLikeImages(path, TableOptions.DEFAULTS);
    }

    private static boolean isPixels(Path folder) throws IOException {
        return !IdxImages.in(folder).isEmpty() || !CifarImages.in(folder).isEmpty();
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
