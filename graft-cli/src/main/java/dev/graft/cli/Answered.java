package dev.graft.cli;

import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.evaluate.Evaluation;
import dev.graft.image.AnswerSheet;
import dev.graft.image.Pixels;
import dev.graft.model.Prediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Some test pictures with a model's answers: the surest errors, and right ones from everywhere between. */
record Answered(List<Example> shown, int all, int wrong) {
    private static final int TILE = 128;
    private static final int COLUMNS = 6;
    private static final int MOST = 30;
    private static final int MOST_WRONG = 12;

    /** One of them. */
    record Example(int index, Image picture, String truth, String answer, double probability) {
        boolean right() {
            return truth.equals(answer);
        }
    }

    /** @param test pictures that were judged in this order, one label each */
    static Answered of(Dataset<?> test, Evaluation evaluation) throws IOException {
        List<Example> right = new ArrayList<>();
        List<Example> wrong = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            Prediction.Candidate answer = evaluation.predictions().get(i).top(1).get(0);
            Example example = new Example(
                    i, (Image) test.get(i).input(), test.target(i).cell(), answer.label(), answer.probability());
            (example.right() ? right : wrong).add(example);
        }
        wrong.sort(Comparator.comparingDouble(Example::probability).reversed());
        List<Example> shown = new ArrayList<>(wrong.subList(0, Math.min(MOST_WRONG, wrong.size())));
        int room = Math.min(MOST - shown.size(), right.size());
        for (int i = 0; i < room; i++) {
            shown.add(right.get((int) ((long) i * right.size() / room)));
        }
        shown.sort(Comparator.comparingInt(Example::index));
        return new Answered(List.copyOf(shown), test.size(), wrong.size());
    }

    /** What is seen on the sheet, and what is not. */
    String caption() {
        long wrongShown = shown.stream().filter(example -> !example.right()).count();
        return String.format(
                Locale.ROOT,
                "%d of %d test pictures as the fine-tuned network took them, with %s.",
                shown.size(),
                all,
                wrong == 0
                        ? "no error among all of them"
                        : wrongShown == wrong
                                ? "all " + wrong + " errors in red"
                                : "the surest " + wrongShown + " of " + wrong + " errors in red");
    }

    Pixels sheet() throws IOException {
        List<AnswerSheet.Tile> tiles = new ArrayList<>();
        for (Example example : shown) {
            tiles.add(new AnswerSheet.Tile(
                    example.picture().pixels(),
                    String.format(Locale.ROOT, "%s %.0f %%", example.answer(), 100 * example.probability()),
                    example.right() ? "" : "is: " + example.truth(),
                    example.right()));
        }
        return new AnswerSheet(TILE, COLUMNS).of(caption(), tiles);
    }

    List<Map<String, Object>> json() {
        return shown.stream().map(Answered::json).toList();
    }

    private static Map<String, Object> json(Example example) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("input", example.picture().name());
        json.put("truth", example.truth());
        json.put("label", example.answer());
        json.put("probability", example.probability());
        return json;
    }
}
