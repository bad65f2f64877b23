package dev.graft.cli;

import dev.graft.base.Lines;
import dev.graft.data.Facts;
import dev.graft.data.Modality;
import dev.graft.evaluate.Evaluation;
import dev.graft.evaluate.Verdict;
import dev.graft.recipe.TrainResult;
import dev.graft.train.Judge;
import dev.graft.transfer.Fitted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A training run in words. */
final class TrainOutcome {
    private static final int CLASSES = 12;

    private TrainOutcome() {}

    static List<String> lines(TrainResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(data(result));
        result.notes().forEach(note -> lines.add("  note: " + note));
        lines.add("");
        Map<String, Evaluation> rows = new LinkedHashMap<>(result.baselines());
        rows.put(name(result), result.evaluation());
        lines.add("On " + Lines.count(result.evaluation().examples(), "test example")
                + ", by which nothing was chosen (95 % intervals in brackets):");
        lines.addAll(Tables.comparison(rows));
        lines.add(verdict(result));
        if (!result.evaluation().task().classes().isEmpty()) {
            lines.add("");
            lines.addAll(Tables.perClass(result.evaluation()));
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%.1f s; %s. Saved: %s", result.seconds(), learned(result.fitted()), result.bundle()));
        lines.add("");
        lines.add("Next:");
        boolean pictures = result.fitted().model().body().input().modality() == Modality.IMAGE;
        lines.add("  graft predict " + quoted(result.bundle())
                + (pictures ? " new-photos/" : " new.csv --out answers.csv"));
        lines.add("  graft evaluate " + quoted(result.bundle()) + (pictures ? " other-photos/" : " other.csv")
                + " --report report.html");
        return lines;
    }

    /** How much of the model was trained, and what was known of it. */
    static String learned(Fitted fitted) {
        String trained = String.format(
                Locale.ROOT, "%,d of %,d parameters trained", fitted.trainableParameters(), fitted.parameters());
        return fitted.cacheHits() == 0
                ? trained
                : trained + "; features of " + Lines.count(fitted.cacheHits(), "example") + " were known";
    }

    /** For a report. */
    static List<String> facts(TrainResult result) {
        List<String> facts = new ArrayList<>();
        facts.add("Strategy " + name(result) + ", seed " + result.recipe().seed() + ".");
        facts.add(data(result) + ". Nothing was chosen by the test part.");
        facts.add(verdict(result));
        facts.addAll(result.notes());
        if (!result.unreadable().isEmpty()) {
            facts.add("Left out since they cannot be read: " + String.join("; ", result.unreadable()) + ".");
        }
        return facts;
    }

    private static String verdict(TrainResult result) {
        Verdict verdict = result.verdict();
        if (verdict.better()) {
            return verdict.toString();
        }
        return verdict + " Try " + (result.recipe().guarded() ? "" : "--strategy auto, or ")
                + "another --backbone (graft models).";
    }

    private static String name(TrainResult result) {
        String backbone = result.recipe().withoutPaths().backbone();
        return result.strategy() + " of " + backbone;
    }

    private static String data(TrainResult result) {
        String parts = result.trained() + " to train on"
                + judging(result.validation()) + ", "
                + result.evaluation().examples() + " to test";
        return "Data: " + counted(parts, result.facts());
    }

    /** What some of the training examples are for; empty where there are none. */
    static String judging(int validation) {
        if (validation == 0) {
            return "";
        }
        return ", " + validation + " of them to judge by"
                + (Judge.tells(validation) ? "" : ", too few to choose an epoch");
    }

    /** How many examples, and of what. */
    static String counted(String parts, Facts facts) {
        if (facts.counts().isEmpty()) {
            return String.format(Locale.ROOT, "%s; numbers from %s to %s", parts, facts.least(), facts.most());
        }
        String counts = facts.counts().entrySet().stream()
                .limit(CLASSES)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return parts + "; " + facts.classes() + " classes: " + counts + (facts.classes() > CLASSES ? ", ..." : "");
    }

    static String quoted(Object path) {
        String text = path.toString();
        return text.matches("[\\p{L}\\p{N}._/\\\\:@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
