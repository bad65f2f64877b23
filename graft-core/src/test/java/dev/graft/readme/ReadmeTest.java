package dev.graft.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.model.Model;
import dev.graft.testing.Messages;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows first is compiled and run, as a reader would. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
    private static final List<String> IMPORTS = List.of(
            "java.nio.file.Path",
            "dev.graft.data.*",
            "dev.graft.evaluate.*",
            "dev.graft.metric.*",
            "dev.graft.model.*",
            "dev.graft.transfer.*");

    @TempDir
    Path temp;

    @Test
    void theFirstJavaBlockCompilesAndRuns() throws Exception {
        compile(firstBlock());
        Messages.all(temp);
        Files.move(temp.resolve("messages.csv"), temp.resolve("reviews.csv"));

        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        temp + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        "Readme")
                .directory(temp.toFile())
                .redirectError(temp.resolve("errors").toFile())
                .start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

        assertThat(run.waitFor()).as(Files.readString(temp.resolve("errors"))).isZero();
        List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
        Matcher accuracy = Pattern.compile("accuracy +([0-9.]+) .*").matcher(lines.get(1));
        assertThat(accuracy.matches()).as(said).isTrue();
        assertThat(Double.parseDouble(accuracy.group(1))).isBetween(0.8, 1.0);
        assertThat(said).contains("logLoss");
        assertThat(lines.get(lines.size() - 1)).as("the answer to a text").matches("[a-z]+");
        try (Model saved = Model.load(temp.resolve("reviews.graft"))) {
            assertThat(saved.predict(dev.graft.data.Text.of("my parcel has not come"))
                            .answer())
                    .isEqualTo("delivery");
        }
    }

    private static String firstBlock() throws IOException {
        Path readme = Path.of("").toAbsolutePath();
        while (!Files.exists(readme.resolve("README.md"))) {
            readme = readme.getParent();
        }
        Matcher block = BLOCK.matcher(Files.readString(readme.resolve("README.md")));
        assertThat(block.find()).as("README.md has a block of Java").isTrue();
        return block.group(1);
    }

    private void compile(String block) throws IOException {
        StringBuilder source = new StringBuilder();
        IMPORTS.forEach(name -> source.append("import ").append(name).append(";\n"));
        source.append("public class Readme { public static void main(String[] args) throws Exception {\n")
                .append(block)
                .append("}}\n");
        Path file = Files.writeString(temp.resolve("Readme.java"), source.toString());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        boolean good = compiler.getTask(
                        problems,
                        null,
                        null,
                        List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", temp.toString()),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
                .call();
        assertThat(good).as(problems.toString()).isTrue();
    }
}
