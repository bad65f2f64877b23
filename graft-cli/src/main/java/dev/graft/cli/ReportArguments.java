package dev.graft.cli;

import dev.graft.data.Dataset;
import dev.graft.evaluate.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where an evaluation is written to, beside what is said. */
final class ReportArguments {
    @Option(names = "--report", paramLabel = "FILE.html", description = "Write a page to look at, in one file.")
    private Optional<Path> report = Optional.empty();

    @Option(
            names = "--errors",
            paramLabel = "FILE.csv",
            description = "Write what was answered wrongly, the most confident first.")
    private Optional<Path> errors = Optional.empty();

    /** Refuses files that are there or cannot be written, before any work is done. */
    void check(boolean overwrite) throws IOException {
        if (report.isPresent()) {
            Target.file(report.get(), overwrite);
        }
        if (errors.isPresent()) {
            Target.file(errors.get(), overwrite);
        }
    }

    /** @param examples that were evaluated; the rest as {@link Report} has it */
    void write(
            String title,
            List<String> facts,
            Evaluation evaluation,
            Map<String, Evaluation> beside,
            Dataset<?> examples)
            throws IOException {
        if (report.isEmpty() && errors.isEmpty()) {
            return;
        }
        Mistakes mistakes = Mistakes.of(evaluation, examples);
        if (report.isPresent()) {
            new Report(title, facts, evaluation, beside, mistakes).write(report.get());
        }
        if (errors.isPresent()) {
            mistakes.write(errors.get());
        }
    }

    /** Where a page is wanted. */
    Optional<Path> page() {
        return report;
    }

    /** Whether the wrong answers are wanted. */
    boolean wantsErrors() {
        return errors.isPresent();
    }

    void put(Map<String, Object> json) {
        report.ifPresent(path -> json.put("report", path));
        errors.ifPresent(path -> json.put("errors", path));
    }

    void tell(Session session) {
        report.ifPresent(path -> session.say("Report: " + path));
        errors.ifPresent(path -> session.say("Errors: " + path));
    }
}
