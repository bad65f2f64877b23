package dev.graft.testing;

import dev.graft.data.Dataset;
import dev.graft.data.Text;
import dev.graft.data.TextTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** The demo's 420 messages to a bicycle shop, six classes. */
public final class Messages {
    private Messages() {}

    public static Dataset<Text> all(Path folder) throws IOException {
        Path file = folder.resolve("messages.csv");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            try (InputStream in = Messages.class.getResourceAsStream("/dev/graft/demo/messages.csv")) {
                Files.copy(in, file);
            }
        }
        return TextTable.open(file);
    }

    /** Every third message, or fourth, or so on. */
    public static Dataset<Text> some(Path folder, int every) throws IOException {
        Dataset<Text> all = all(folder);
        return all.subset(
                IntStream.range(0, all.size()).filter(i -> i % every == 0).toArray());
    }
}
