package dev.graft.cli;

import dev.graft.base.BadInput;
import dev.graft.base.Lines;
import dev.graft.base.Storage;
import dev.graft.data.Image;
import dev.graft.data.ImageTable;
import dev.graft.data.Modality;
import dev.graft.data.PreparedSet;
import dev.graft.data.Sample;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A model at work on what a user hands it. */
final class Answering {
    private static final int CHUNK = 512;
    private static final int LINES = 32;
    private static final int SHOWN = 60;
    private static final int NAMED = 10;

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

    /** An input with its answer, or with why there is none. */
    private record Reply(InputFiles.Named asked, Optional<Prediction> answer, String problem) {}

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
            for (Reply reply : replies(files.subList(from, Math.min(from + CHUNK, files.size())))) {
                String name = reply.asked().name();
                if (reply.answer().isEmpty()) {
                    session.warn(reply.problem());
                    json.accept(missing(reply));
                    continue;
                }
                List<Object> row = new ArrayList<>(List.of(name));
                row.addAll(answer.cells(reply.answer().get()));
                csv.append(Csv.row(row));
                answered++;
                tell(name, reply.answer().get(), out.isEmpty(), json);
            }
            session.progress().at(Math.min(from + CHUNK, files.size()), "");
        }
        session.progress().close();
        if (out.isPresent()) {
            Storage.LOCAL.writeFile(out.get(), to -> to.write(csv.toString().getBytes(StandardCharsets.UTF_8)));
            session.say(Lines.count(answered, "answer") + ": " + out.get());
        }
    }

    /** All together, or, where one cannot be read, without those that cannot. */
    private List<Reply> replies(List<InputFiles.Named> asked) {
        try {
            return answered(asked);
        } catch (UncheckedIOException e) {
            session.exitCode(Failure.REFUSED);
        }
        List<Optional<String>> problems =
                asked.stream().map(one -> unreadable(one.input())).toList();
        List<InputFiles.Named> sound = IntStream.range(0, asked.size())
                .filter(i -> problems.get(i).isEmpty())
                .mapToObj(asked::get)
                .toList();
        Iterator<Reply> given = answered(sound).iterator();
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            Optional<String> problem = problems.get(i);
            replies.add(problem.isEmpty() ? given.next() : new Reply(asked.get(i), Optional.empty(), problem.get()));
        }
        return replies;
    }

    private List<Reply> answered(List<InputFiles.Named> asked) {
        List<Prediction> given = asked.isEmpty()
                ? List.of()
                : predicted(asked.stream().map(InputFiles.Named::input).toList());
        return IntStream.range(0, given.size())
                .mapToObj(i -> new Reply(asked.get(i), Optional.of(given.get(i)), ""))
                .toList();
    }

    private static Map<String, Object> missing(Reply reply) {
        return Map.of("input", reply.asked().name(), "error", reply.problem());
    }

    private static Optional<String> unreadable(Object input) {
        try {
            if (input instanceof Image image) {
                image.pixels(1);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(BadInput.placed(((Image) input).name(), e));
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

    /**
     * The same table with the answer's columns, to a file or to standard output. A row whose picture cannot be read is
     * named, and its answer stays empty.
     */
    void table(TextTable table, Modality modality, Optional<Path> out, Consumer<Map<String, Object>> json)
            throws IOException {
        List<InputFiles.Named> rows = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            Sample<Text> row = table.get(i);
            String cell = row.input().first();
            Object input =
                    modality == Modality.TEXT ? row.input() : ImageTable.picture(table.path(), cell, row.where());
            rows.add(new InputFiles.Named(cell, input));
        }
        List<Reply> replies = all(rows);
        int unread = nameUnread(table, replies);
        List<String> none = Collections.nCopies(answer.columns().size(), "");
        IntFunction<List<?>> cells =
                i -> replies.get(i).answer().<List<?>>map(answer::cells).orElse(none);
        if (out.isPresent()) {
            TableWriter.write(table, out.get(), answer.columns(), cells);
            session.say(Lines.count(replies.size() - unread, "answer") + ": " + out.get());
        } else if (!session.json()) {
            Writer writer = new OutputStreamWriter(session.out(), StandardCharsets.UTF_8);
            TableWriter.write(table, writer, answer.columns(), cells);
        }
        for (Reply reply : session.json() ? replies : List.<Reply>of()) {
            json.accept(reply.answer()
                    .map(given -> answer.json(reply.asked().name(), given))
                    .orElseGet(() -> missing(reply)));
        }
    }

    /** @return how many */
    private int nameUnread(TextTable table, List<Reply> replies) throws BadInput {
        List<String> problems = replies.stream()
                .filter(reply -> reply.answer().isEmpty())
                .map(Reply::problem)
                .toList();
        if (!problems.isEmpty() && problems.size() == replies.size()) {
            throw new BadInput(
                    table.name(),
                    "none of the pictures that it names can be read (" + problems.get(0)
                            + "); paths are relative to the folder of the table");
        }
        problems.stream().limit(NAMED).forEach(session::warn);
        if (problems.size() > NAMED) {
            session.warn("and " + (problems.size() - NAMED) + " more rows whose pictures cannot be read");
        }
        return problems.size();
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

    private List<Reply> all(List<InputFiles.Named> asked) {
        List<Reply> given = new ArrayList<>();
        session.progress().begin("answers", asked.size());
        for (int from = 0; from < asked.size(); from += CHUNK) {
            given.addAll(replies(asked.subList(from, Math.min(from + CHUNK, asked.size()))));
            session.progress().at(given.size(), "");
        }
        session.progress().close();
        return given;
    }
}
