package dev.graft.bench.study;

import dev.graft.data.TableOptions;
import dev.graft.data.TextTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shared data sets that studies are made on. */
enum StudyData {
    SST2("SST-2 sentences", "sst2/train.tsv", "sst2/dev.tsv", "sentence", "label"),
    TREC("TREC-6", "trec/train.tsv", "trec/test.tsv", "question", "coarse"),
    AG_NEWS("AG News", "ag_news/train.csv", "ag_news/test.csv", "description", "label"),
    HOTELS("Chinese hotel reviews", "chnsenticorp_htl/train.tsv", "chnsenticorp_htl/test.tsv", "text", "label"),
    BANKING77("Banking77", "banking77/train.csv", "banking77/test.csv", "text", "category"),
    IMDB("IMDb reviews", "imdb/train.jsonl", "imdb/test.jsonl", "text", "label");

    private final String title;
    private final String train;
    private final String test;
    private final String text;
    private final String label;

    StudyData(String title, String train, String test, String text, String label) {
        this.title = title;
        this.train = train;
        this.test = test;
        this.text = text;
        this.label = label;
    }

    String title() {
        return title;
    }

    TextTable train() throws IOException {
        return open(train);
    }

    TextTable test() throws IOException {
        return open(test);
    }

    private TextTable open(String file) throws IOException {
        TableOptions options = TableOptions.DEFAULTS.withTextColumn(text).withLabelColumn(label);
        // a news item is its title and its description
        return TextTable.open(
                folder().resolve("text").resolve(file),
                this == AG_NEWS ? options.withTextColumn("title").withSecondTextColumn("description") : options);
    }

    /** {@code GRAFT_DATA}, else {@code ../shared/data} beside the repository, whatever folder this runs in. */
    static Path place() {
        String given = System.getenv("GRAFT_DATA");
        if (given != null && !given.isBlank()) {
            return Path.of(given);
        }
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.exists(root.resolve("graft-bench"))) {
            root = root.getParent();
        }
        return root.resolveSibling("shared").resolve("data");
    }

    static Path folder() {
        Path folder = place();
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("the shared data are not at " + folder + "; set GRAFT_DATA");
        }
        return folder;
    }
}
