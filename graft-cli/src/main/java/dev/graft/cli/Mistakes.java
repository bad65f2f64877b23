package dev.graft.cli;

import dev.graft.base.Storage;
import dev.graft.data.Content;
import dev.graft.data.Dataset;
import dev.graft.data.Sample;
import dev.graft.data.Text;
import dev.graft.evaluate.Evaluation;
import dev.graft.metric.Scored;
import dev.graft.model.Prediction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was answered wrongly, the most confident first; of numbers what is farthest off.
 *
 * @param texts whether the inputs are texts, which are written out; a picture's place is its name
 */
record Mistakes(List<Mistake> all, boolean numbers, boolean texts) {

    /**
     * @param where the place in the data
     * @param weight confidence in [0, 1], or how far off a number is
     */
    record Mistake(String where, Object input, String text, String truth, String answer, double weight) {}

    static Mistakes of(Evaluation evaluation, Dataset<?> data) throws IOException {
        List<Mistake> all = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            Sample<?> sample = data.get(i);
            Prediction answer = evaluation.predictions().get(i);
            double weight = weight(evaluation.scored(), i);
            if (weight > 0) {
                String text = sample.input() instanceof Content content ? content.shown() : "";
                all.add(new Mistake(
                        sample.where(), sample.input(), text, sample.target().cell(), answer.answer(), weight));
            }
        }
        all.sort(Comparator.comparingDouble(Mistake::weight).reversed());
        boolean numbers = evaluation.scored().kind() == Scored.Kind.NUMBERS;
        return new Mistakes(
                List.copyOf(all), numbers, data.size() > 0 && data.get(0).input() instanceof Text);
    }

    /** 0 where the answer is right. */
    private static double weight(Scored scored, int i) {
        return switch (scored.kind()) {
            case ONE_LABEL -> scored.isCorrect(i) ? 0 : scored.confidence(i);
            case NUMBERS -> Math.abs(scored.value(i) - scored.target(i));
            case SEVERAL_LABELS -> {
                double worst = 0;
                for (int c = 0; c < scored.classes(); c++) {
                    if (scored.chosen(i, c) != scored.has(i, c)) {
                        double sure = scored.chosen(i, c) ? scored.probability(i, c) : 1 - scored.probability(i, c);
                        worst = Math.max(worst, sure);
                    }
                }
                yield worst;
            }
        };
    }

    void write(Path file) throws IOException {
        Storage.LOCAL.writeFile(file, this::writeCsv);
    }

    void writeCsv(OutputStream to) throws IOException {
        List<String> header = new ArrayList<>(List.of("where", "truth", "answer", numbers ? "off" : "confidence"));
        if (texts) {
            header.add(1, "text");
        }
        StringBuilder csv = new StringBuilder(Csv.row(header));
        for (Mistake mistake : all) {
            List<String> row = new ArrayList<>(
                    List.of(mistake.where(), mistake.truth(), mistake.answer(), Tables.number(mistake.weight())));
            if (texts) {
                row.add(1, mistake.text());
            }
            csv.append(Csv.row(row));
        }
        to.write(csv.toString().getBytes(StandardCharsets.UTF_8));
    }
}
