package dev.graft.cli;

import dev.graft.base.BadInput;
import dev.graft.base.Lines;
import dev.graft.base.Storage;
import dev.graft.data.Image;
import dev.graft.data.Modality;
import dev.graft.data.PreparedSet;
import dev.graft.data.TableWriter;
import dev.graft.data.Text;
import dev.graft.data.TextTable;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** A model at work on what a user hands it. */
final class Answering {
    private static final int CHUNK = 512;
    private static final int LINES = 32;
    private static final int SHOWN = 60;

    private final Session session;
    private final Model model;
    private final Answer answer;
    private int cut;
    private int empty;

    Answering(Session session, Model model, int top, OptionalDouble threshold) {
        this.session = session;
        this.model = model;
        this.answer = new Answer(model.task(), top, threshold);
    }

    /** Each line as soon as it is there; what has come together goes through the network together. */
    void lines(InputStream in, Consumer<Map<String, Object>> json) throws IOException {
        InputLines lines = new InputLines(in);
        List<String> waiting = new ArrayList<>();
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            waiting.add(line.get());
            if (waiting.size() == LINES || !lines.ready()) {
                answerLines(waiting, json);
                waiting.clear();
            }
        }
        answerLines(waiting, json);
    }

    private void answerLines(List<String> lines, Consumer<Map<String, Object>> json) {
        List<Prediction> given = lines.isEmpty()
                ? List.of()
                : predicted(lines.stream().map(Text::of).toList());
        for (int i = 0; i < given.size(); i++) {
            tell(lines.get(i), given.get(i), true, json);
        }
        session.out().flush();
    }

    /**
     * Of files that cannot be read it is said why; the others are answered all the same.
     *
     * @param out a table of them, a row for each
     */
    void files(List<InputFiles.Named> files, Optional<Path> out, Consumer<Map<String, Object>> json)
            throws IOException {
        List<String> header = new ArrayList<>(List.of("path"));
        header.addAll(answer.columns());
        StringBuilder csv = new StringBuilder(Csv.row(header));
        int answered = 0;
        session.progress().begin("answers", files.size());
        for (int from = 0; from < files.size(); from += CHUNK) {
            List<InputFiles.Named> some = files.subList(from, Math.min(from + CHUNK, files.size()));
            List<Prediction> given;
            try {
                given = answers(some);
            } catch (UncheckedIOException e) {
                some = sound(some, json);
                given = answers(some);
            }
            for (int i = 0; i < given.size(); i++) {
                List<Object> row = new ArrayList<>(List.of(some.get(i).name()));
                row.addAll(answer.cells(given.get(i)));
                csv.append(Csv.row(row));
                answered++;
                tell(some.get(i).name(), given.get(i), out.isEmpty(), json);
            }
            session.progress().at(Math.min(from + CHUNK, files.size()), "");
        }
        session.progress().close();
        if (out.isPresent()) {
            Storage.LOCAL.writeFile(out.get(), to -> to.write(csv.toString().getBytes(StandardCharsets.UTF_8)));
            session.say(Lines.count(answered, "answer") + ": " + out.get());
        }
    }

    private List<Prediction> answers(List<InputFiles.Named> files) {
        return files.isEmpty()
                ? List.of()
                : predicted(files.stream().map(InputFiles.Named::input).toList());
    }

    private List<InputFiles.Named> sound(List<InputFiles.Named> files, Consumer<Map<String, Object>> json) {
        List<InputFiles.Named> sound = new ArrayList<>();
        for (InputFiles.Named file : files) {
            Optional<String> reason = unreadable(file.input());
            if (reason.isEmpty()) {
                sound.add(file);
                continue;
            }
            session.exitCode(Failure.REFUSED);
            session.warn(reason.get());
            if (session.json()) {
                json.accept(Map.of("input", file.name(), "error", reason.get()));
            }
        }
        return sound;
    }

    private static Optional<String> unreadable(Object input) {
        try {
            if (input instanceof Image image) {
                image.pixels(1);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void tell(String input, Prediction prediction, boolean shows, Consumer<Map<String, Object>> json) {
        String shown = Lines.one(input);
        int length = shown.codePointCount(0, shown.length());
        String cut = length > SHOWN ? shown.substring(0, shown.offsetByCodePoints(0, SHOWN)) + "..." : shown;
        if (shows) {
            session.say(answer.line(prediction) + "\t" + cut);
        }
        if (session.json()) {
            json.accept(answer.json(input, prediction));
        }
    }

    /** The same table with the answer's columns, to a file or to standard output. */
    void table(TextTable table, Modality modality, Optional<Path> out, Consumer<Map<String, Object>> json)
            throws IOException {
        List<String> names = new ArrayList<>();
        List<Object> inputs = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            Text text = table.get(i).input();
            names.add(text.first());
            inputs.add(modality == Modality.TEXT ? text : picture(table, text.first()));
        }
        List<Prediction> given = all(inputs);
        if (out.isPresent()) {
            TableWriter.write(table, out.get(), answer.columns(), i -> answer.cells(given.get(i)));
            session.say(Lines.count(given.size(), "answer") + ": " + out.get());
        } else if (!session.json()) {
            Writer writer = new OutputStreamWriter(session.out(), StandardCharsets.UTF_8);
            TableWriter.write(table, writer, answer.columns(), i -> answer.cells(given.get(i)));
        }
        if (session.json()) {
            for (int i = 0; i < given.size(); i++) {
                json.accept(answer.json(names.get(i), given.get(i)));
            }
        }
    }

    /** Paths are relative to the folder of the table. */
    private static Image picture(TextTable table, String path) throws IOException {
        Path file = table.path().toAbsolutePath().resolveSibling(path.strip());
        if (!Files.isRegularFile(file)) {
            throw new BadInput(table.name(), "names '" + path + "', which is no file; mend the row, or remove it");
        }
        return Image.of(file);
    }

    private List<Prediction> predicted(List<?> inputs) {
        PreparedSet prepared = PreparedSet.of(model.body().input(), inputs);
        cut += prepared.cut();
        empty += (int) inputs.stream()
                .filter(input -> input instanceof Text text && text.isBlank())
                .count();
        return model.predict(prepared);
    }

    /** What else is to be said of all that was answered. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (cut > 0) {
            notes.add(wereCut(cut));
        }
        if (empty > 0) {
            notes.add(Lines.count(empty, "text") + " without a word: the answer is what such an input happens to give");
        }
        return notes;
    }

    /** How many of what was answered lost a part because it was too long. */
    int cut() {
        return cut;
    }

    static String wereCut(int texts) {
        return texts == 1
                ? "1 text was cut because it is longer than the model reads"
                : texts + " texts were cut because they are longer than the model reads";
    }

    private List<Prediction> all(List<?> texts) {
        List<Prediction> given = new ArrayList<>();
        session.progress().begin("answers", texts.size());
        for (int from = 0; from < texts.size(); from += CHUNK) {
            given.addAll(predicted(texts.subList(from, Math.min(from + CHUNK, texts.size()))));
            session.progress().at(given.size(), "");
        }
        session.progress().close();
        return given;
    }
}
