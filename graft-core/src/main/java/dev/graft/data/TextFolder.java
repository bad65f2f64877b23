package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Texts in files: a sub-folder for each class, in it one {@code .txt} file for each text, in UTF-8. The order is that
 * of the names by code point, so it is the same on every machine. Read once and held in memory.
 */
public final class TextFolder implements Dataset<Text> {
    private final String name;
    private final List<Sample<Text>> samples;
    private final List<String> notes;

    private TextFolder(String name, List<Sample<Text>> samples, List<String> notes) {
        this.name = name;
        this.samples = samples;
        this.notes = List.copyOf(notes);
    }

    public static TextFolder open(Path folder) throws IOException {
        if (hasParts(folder)) {
            throw new BadInput(
                    folder.toString(),
                    "holds parts (train, test), not classes; name the folder of one part (in Java, openParts)");
        }
        return openClasses(folder);
    }

    /** A folder with {@code train}, and {@code val} (or {@code valid}, {@code validation}, {@code dev}), {@code test}. */
    public static Parts<Text> openParts(Path folder) throws IOException {
        PartFolders parts = PartFolders.in(folder)
                .orElseThrow(() -> new BadInput(folder.toString(), "no folders train and val or test in it"));
        return parts.open(part -> openClasses(folder.resolve(part)));
    }

    /** Whether a folder holds a part for training and another one. */
    public static boolean hasParts(Path folder) {
        return PartFolders.in(folder).isPresent();
    }

    private static TextFolder openClasses(Path folder) throws IOException {
        ClassFolders found = ClassFolders.in(folder, "txt");
        MemoryBudget budget = MemoryBudget.ofHeap();
        List<Sample<Text>> samples = new ArrayList<>();
        for (ClassFolders.Entry entry : found.entries()) {
            Text text = Text.of(TextFile.read(entry.file(), entry.where()));
            budget.hold(entry.where(), text);
            samples.add(new Sample<>(text, new Target.Label(entry.className()), entry.where()));
        }
        return new TextFolder(String.valueOf(folder.getFileName()), samples, found.notes());
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public Sample<Text> get(int index) {
        return samples.get(index);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}
