package dev.graft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputLinesTest {
    @Test
    void anyEndOfLineEndsALineAndTheLastNeedsNone() throws IOException {
        assertThat(lines("猫\r\n\nb\rc\r\r\nlast")).containsExactly("猫", "", "b", "c", "", "last");
        assertThat(lines("one\n")).containsExactly("one");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void anEndlessLineIsRefused() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        assertThatThrownBy(() -> new InputLines(endless).next())
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("standard input, line 1")
                .hasMessageContaining("16 MB");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        InputStream latin = new ByteArrayInputStream("caf\u00e9 au lait\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new InputLines(latin).next())
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is not UTF-8");
    }

    private static List<String> lines(String text) throws IOException {
        InputLines lines = new InputLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<String> all = new ArrayList<>();
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            all.add(line.get());
        }
        return all;
    }
}
