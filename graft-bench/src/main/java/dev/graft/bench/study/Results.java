package dev.graft.bench.study;

import dev.graft.bench.peers.ResultsPage;
import java.io.IOException;
import java.nio.file.Path;

/** docs/results.md of the repository that a study is run in. */
final class Results {
    private Results() {}

    /** @param study whose section it is, and who is named below it */
    static void section(Class<?> study, String name, String title, String body) throws IOException {
        new ResultsPage(Path.of("docs", "results.md"))
                .rewrite(
                        name,
                        "## " + title + "\n\n" + body.strip() + "\n\nWritten by `graft-bench/run "
                                + study.getSimpleName() + "`.");
    }
}
