package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        if (PartFolders.in(folder).isPresent()) {
            throw new BadInput(
                    folder.toString(),
                    "holds parts (train, test), not classes; name the folder of one part (in Java, openParts)");
        }
        return openClasses(folder, "");
    }

    /** A folder with {@code train}, and {@code val} (or {@code valid}, {@code validation}, {@code dev}), {@code test}. */
    public static Parts<Image> openParts(Path folder) throws IOException {
        PartFolders parts = PartFolders.in(folder)
                .orElseThrow(() -> new BadInput(folder.toString(), "no folders train and val or test in it"));
        return parts.open(part -> openClasses(folder.resolve(part), part + "/"));
    }

    /** @param before what goes before the places in messages, so that parts are told apart */
    private static ImageSet openClasses(Path folder, String before) throws IOException {
        ClassFolders found = ClassFolders.in(folder, EXTENSIONS.toArray(String[]::new));
        List<Survey.Found> pictures = new ArrayList<>();
        ClassTargets targets = new ClassTargets();
        for (ClassFolders.Entry entry : found.entries()) {
            String where = before + entry.where();
            FileStamp file = FileStamp.of(entry.file(), where);
            pictures.add(new Survey.Found(file, targets.of(entry.className()), where));
        }
        return Survey.of(String.valueOf(folder.getFileName()), pictures, found.notes());
    }
}
