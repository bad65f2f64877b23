package dev.graft.bench.own;

import dev.graft.backbone.Catalog;
import dev.graft.backbone.Features;
import dev.graft.data.Text;
import dev.graft.data.TextTable;
import dev.graft.engine.Engine;
import dev.graft.model.Model;
import dev.graft.train.Progress;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Native memory over 10,000 training steps of a head, and over 10,000 predictions of the whole network. */
public final class ManySteps {
    private static final int STEPS = 10_000;

    private ManySteps() {}

    /** Resident memory when 5 % of the work is done, and at its end. */
    private static final class Watch implements Progress {
        private long steps;
        private long early;
        private long late;

        @Override
        public void at(long done, String note) {
            if (note.startsWith("loss")) {
                steps++;
                early = steps == STEPS / 20 ? resident() : early;
                late = resident();
            }
        }

        private static long resident() {
            return Engine.residentBytes();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path table = Files.createTempDirectory("graft-bench").resolve("messages.csv");
        try (InputStream in = Catalog.class.getResourceAsStream("/dev/graft/demo/messages.csv")) {
            Files.copy(in, table);
        }
        TextTable data = TextTable.open(table);
        Strategy strategy = LinearProbe.DEFAULTS;
        for (String[] setting :
                new String[][] {{"hidden", "64"}, {"batchSize", "8"}, {"epochs", "215"}, {"patience", "215"}}) {
            strategy = strategy.with(setting[0], setting[1]);
        }
        Watch watch = new Watch();
        Transfer transfer = Transfer.from(Catalog.DEFAULT_TEXT).by(strategy);
        try (Model model = transfer.run(new Transfer.Run(
                        transfer.run().hub(), Optional.empty(), Features.Keep.NOTHING, Optional.empty(), false, watch))
                .fit(data, 42)) {
            long before = 0;
            for (int i = 0; i < STEPS; i++) {
                before = i == STEPS / 20 ? Engine.residentBytes() : before;
                model.predict(Text.of("message number " + i));
            }
            long after = Engine.residentBytes();
            Line.print(
                    "text",
                    String.format(
                            Locale.ROOT,
                            "Resident memory over %,d training steps: %.0f MB to %.0f MB (**%+.1f %%**); over %,d predictions: %.0f MB "
                                    + "to %.0f MB (**%+.1f %%**).",
                            watch.steps,
                            watch.early / 1e6,
                            watch.late / 1e6,
                            100.0 * (watch.late - watch.early) / watch.early,
                            STEPS,
                            before / 1e6,
                            after / 1e6,
                            100.0 * (after - before) / before));
        }
    }
}
