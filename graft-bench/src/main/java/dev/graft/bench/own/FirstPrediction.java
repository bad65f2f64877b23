package dev.graft.bench.own;

import dev.graft.backbone.Catalog;
import dev.graft.data.Text;
import dev.graft.data.TextTable;
import dev.graft.model.Model;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From the start of a process to its first prediction by a saved bundle, on a warm disk. */
public final class FirstPrediction {
    private static final int RUNS = 7;

    private FirstPrediction() {}

    /** Without arguments it measures; with the folder of a bundle it is what is measured. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 1) {
            try (Model model = Model.load(Path.of(arguments[0]))) {
                System.out.println(model.predict(Text.of("where is my parcel")).answer());
            }
            return;
        }
        Path folder = Files.createTempDirectory("graft-bench");
        Path table = folder.resolve("messages.csv");
        try (InputStream in = Catalog.class.getResourceAsStream("/dev/graft/demo/messages.csv")) {
            Files.copy(in, table);
        }
        Path bundle = folder.resolve("bundle");
        try (Model model = Transfer.from(Catalog.DEFAULT_TEXT).fit(TextTable.open(table), 42)) {
            model.save(bundle);
        }
        StringBuilder said = new StringBuilder("From the start of a process, warm disk, ")
                .append(RUNS)
                .append(" runs each:\n\n| | median | best | worst |\n|---|---|---|---|\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        said.append(row(
                "to the first prediction by a saved bundle",
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FirstPrediction.class.getName(),
                bundle.toString()));
        for (String command : List.of("--help", "models")) {
            said.append(row("`./graft " + command + "`", "./graft", command));
        }
        Line.print("text", said.toString().strip());
    }

    private static String row(String work, String... command) throws IOException, InterruptedException {
        run(command); // the first one builds, or fills the disk's cache
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            seconds.add(run(command));
        }
        seconds.sort(null);
        return String.format(
                Locale.ROOT,
                "| %s | **%.2f s** | %.2f s | %.2f s |%n",
                work,
                seconds.get(RUNS / 2),
                seconds.get(0),
                seconds.get(RUNS - 1));
    }

    /** Seconds to its first line of output, which is there at its end in one piece. */
    private static double run(String... command) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process child = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var out = child.inputReader(StandardCharsets.UTF_8)) {
            String answer = out.readLine();
            double seconds = (System.nanoTime() - began) / 1e9;
            out.transferTo(Writer.nullWriter());
            if (child.waitFor() != 0 || answer == null) {
                throw new IOException(command[0] + " gave no answer");
            }
            return seconds;
        }
    }
}
