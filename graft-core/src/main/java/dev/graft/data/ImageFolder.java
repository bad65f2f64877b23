package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pictures in files: a sub-folder for each class, as {@code photos/cat/1.jpg}. The order is that of the names by code
 * point, so it is the same on every machine.
 */
public final class ImageFolder {
    /** Endings of files that are taken for pictures; what is in them is decided by their first bytes. */
    static final Set<String> EXTENSIONS = Set.of("jpg", "jpeg", "png", "bmp", "gif", "webp", "tif", "tiff");

    private ImageFolder() {}

    public static ImageSet open(Path folder) throws IOException {
        if (TextFolder.hasParts(folder)) {
            throw new BadInput(
                    folder.toString(),
                    "holds parts (train, test), not classes; open its parts, or the folder of one part");
        }
        return openClasses(folder);
    }

    /** A folder with {@code train}, and {@code val} (or {@code valid}, {@code validation}, {@code dev}), {@code test}. */
    public static Parts<Image> openParts(Path folder) throws IOException {
        if (!TextFolder.hasParts(folder)) {
            throw new BadInput(folder.toString(), "no folders train and val or test in it");
        }
        return new Parts<>(
                openClasses(folder.resolve("train")),
                part(folder, "val", "valid", "validation", "dev"),
                part(folder, "test"));
    }

    private static Optional<Dataset<Image>> part(Path folder, String... names) throws IOException {
        for (String name : names) {
            if (Files.isDirectory(folder.resolve(name))) {
                return Optional.of(openClasses(folder.resolve(name)));
            }
        }
        return Optional.empty();
    }

    private static ImageSet openClasses(Path folder) throws IOException {
        ClassFolders found = ClassFolders.in(folder, EXTENSIONS.toArray(String[]::new));
        List<Survey.Found> pictures = new ArrayList<>();
        ClassTargets targets = new ClassTargets();
        for (ClassFolders.Entry entry : found.entries()) {
            FileStamp file = FileStamp.of(entry.file(), entry.where());
            pictures.add(new Survey.Found(file, targets.of(entry.className()), entry.where()));
        }
        return Survey.of(String.valueOf(folder.getFileName()), pictures, found.notes());
    }
}
