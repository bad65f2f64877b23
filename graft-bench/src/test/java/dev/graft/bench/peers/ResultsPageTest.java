package dev.graft.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadArgument;
import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsPageTest {
    @TempDir
    private Path folder;

    @Test
    void replacesOnlyWhatStandsBetweenTheMarks() throws IOException {
        Path file = page("# Results\n\nBy hand.\n\n<!-- begin speed -->\nold\n<!-- end speed -->\n\nAlso by hand.\n");

        new ResultsPage(file).rewrite("speed", "| new |\n");

        assertThat(file)
                .hasContent(
                        "# Results\n\nBy hand.\n\n<!-- begin speed -->\n| new |\n<!-- end speed -->\n\nAlso by hand.\n");
        assertThat(folder.toFile().list()).containsExactly("results.md");
    }

    @Test
    void addsASectionThatIsNotThereYetAndReplacesItTheNextTime() throws IOException {
        Path file = page("# Results\n\n<!-- begin speed -->\nkept $1 \\\n<!-- end speed -->\n");

        new ResultsPage(file).rewrite("memory", "first");
        new ResultsPage(file).rewrite("memory", "second");

        assertThat(Files.readString(file))
                .isEqualTo("# Results\n\n<!-- begin speed -->\nkept $1 \\\n<!-- end speed -->\n\n"
                        + "<!-- begin memory -->\nsecond\n<!-- end memory -->\n");
    }

    @Test
    void startsAPageThatDoesNotExist() throws IOException {
        Path file = folder.resolve("docs").resolve("results.md");

        new ResultsPage(file).rewrite("speed", "text");

        assertThat(Files.readString(file)).isEqualTo("<!-- begin speed -->\ntext\n<!-- end speed -->\n");
    }

    @Test
    void leavesAPageWithBrokenMarksAsItIs() throws IOException {
        for (String broken : new String[] {
            "<!-- begin speed -->\n",
            "<!-- end speed -->\n",
            "<!-- end speed -->\n<!-- begin speed -->\n",
            "<!-- begin speed -->\n<!-- begin speed -->\n<!-- end speed -->\n"
        }) {
            Path file = page(broken);

            assertThatThrownBy(() -> new ResultsPage(file).rewrite("speed", "text"))
                    .as(broken)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("results.md");
            assertThat(Files.readString(file)).isEqualTo(broken);
        }
    }

    @Test
    void refusesTextThatWouldBreakTheNextRewriting() {
        ResultsPage page = new ResultsPage(folder.resolve("results.md"));

        assertThatThrownBy(() -> page.rewrite("speed", "a\n<!-- end speed -->\nb"))
                .isInstanceOf(BadArgument.class);
        assertThatThrownBy(() -> page.rewrite("speed --> <!--", "a")).isInstanceOf(BadArgument.class);
        assertThat(page.file()).doesNotExist();
    }

    private Path page(String text) throws IOException {
        return Files.writeString(folder.resolve("results.md"), text);
    }
}
