package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pictures in a {@code .tar}, {@code .tar.gz}, {@code .tgz} or {@code .zip} with a folder for each class, read in
 * place: nothing is unpacked to disk. A gzipped tar is unpacked into memory.
 */
public final class ImageArchive {
    private ImageArchive() {}

    /** Whether a file is named as an archive is. */
    public static boolean isNamed(Path file) {
        return Archive.isNamed(String.valueOf(file.getFileName()));
    }

    /** All pictures of an archive, at any depth and of no class, in the order of their names; hidden ones are left out. */
    public static List<Image> pictures(Path file) throws IOException {
        Archive archive = Archive.open(file);
        return archive.members().stream()
                .filter(member -> ImageFolder.EXTENSIONS.contains(ClassFolders.extension(member.name())))
                .filter(member -> !ArchiveClasses.isHidden(member.name().split("/")))
                .map(member -> new Image(file + "/" + member.name(), new Encoded.InArchive(archive, member)))
                .toList();
    }

    public static ImageSet open(Path file) throws IOException {
        Archive archive = Archive.open(file);
        String top = ArchiveClasses.top(archive);
        if (PartFolders.among(ArchiveClasses.folders(archive, top)::contains).isPresent()) {
            throw new BadInput(
                    file.toString(),
                    "holds parts (train, test), not classes; unpack it and name the folder of one part (in Java, openParts)");
        }
        return openClasses(archive, top, archive.name());
    }

    /** An archive with {@code train}, and {@code val} (or {@code valid}, {@code validation}, {@code dev}), {@code test}. */
    public static Parts<Image> openParts(Path file) throws IOException {
        Archive archive = Archive.open(file);
        String top = ArchiveClasses.top(archive);
        Optional<PartFolders> parts = PartFolders.among(ArchiveClasses.folders(archive, top)::contains);
        return parts.isEmpty()
                ? Parts.of(openClasses(archive, top, archive.name()))
                : parts.get().open(part -> openClasses(archive, top + part + "/", archive.name() + ", " + part));
    }

    private static ImageSet openClasses(Archive archive, String below, String name) throws IOException {
        ArchiveClasses found = ArchiveClasses.in(archive, below, ImageFolder.EXTENSIONS);
        List<Survey.Found> pictures = new ArrayList<>();
        ClassTargets targets = new ClassTargets();
        for (ArchiveClasses.Entry entry : found.entries()) {
            Encoded source = new Encoded.InArchive(archive, entry.member());
            pictures.add(new Survey.Found(
                    source, targets.of(entry.className()), entry.member().name()));
        }
        return Survey.of(name, pictures, found.notes());
    }
}
