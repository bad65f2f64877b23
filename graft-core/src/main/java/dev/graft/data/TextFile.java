package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file that is one text. */
public final class TextFile {
    private TextFile() {}

    /** @param where what messages call the file */
    public static String read(Path file, String where) throws IOException {
        if (!Files.isReadable(file)) {
            throw new BadInput(where, "may not be read; change its permissions, or remove it");
        }
        if (Files.size(file) > 2L * Rows.LONGEST) {
            throw new BadInput(where, "larger than 32 MB, too long for one text; split or remove it");
        }
        StringBuilder text = new StringBuilder((int) Files.size(file));
        char[] some = new char[8192];
        try (CheckedReader reader = CheckedReader.open(file, Optional.empty())) {
            for (int count = reader.read(some, 0, some.length); count >= 0; count = reader.read(some, 0, some.length)) {
                text.append(some, 0, count);
                if (text.length() > Rows.LONGEST) {
                    throw new BadInput(where, "longer than 16 MB, too long for one text; split or remove it");
                }
            }
        } catch (CheckedReader.BadCharacters e) {
            throw new BadInput(where, e.getMessage(), e);
        }
        return text.toString();
    }
}
