package dev.graft.cli;

import dev.graft.backbone.Catalog;
import dev.graft.base.Storage;
import dev.graft.data.InputChoice;
import dev.graft.data.Text;
import dev.graft.engine.Engine;
import dev.graft.evaluate.Evaluation;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import dev.graft.recipe.TrainResult;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Scratch;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The embedded encoder sorts messages to a bicycle shop. */
final class TextDemo implements DemoCommand.Demo {
    private static final String DATA = "messages.csv";
    private static final List<String> QUESTIONS = List.of(
            "My parcel was due on Tuesday and the tracking has not moved since.",
            "The rear brake squeals since the last service, when can I bring it in?",
            "Please send me the invoice again, I was charged twice.");

    private final Session session;
    private final Optional<Path> out;
    private final boolean overwrite;
    private final boolean quick;
    private final long began = System.nanoTime();

    TextDemo(Session session, Optional<Path> out, boolean overwrite, boolean quick) {
        this.session = session;
        this.out = out;
        this.overwrite = overwrite;
        this.quick = quick;
    }

    @Override
    public void run(Path folder) throws IOException {
        Path data = folder.resolve(DATA);
        try (InputStream in = Catalog.class.getResourceAsStream("/dev/graft/demo/" + DATA)) {
            Storage.LOCAL.writeFile(data, in::transferTo);
        }
        session.say("Sorting " + DATA + " with " + Catalog.DEFAULT_TEXT + ", on " + Engine.threads() + " processors.");
        Path kept = out.orElse(folder.resolve("finetune.graft"));
        DemoRuns runs = new DemoRuns(session, data, Catalog.DEFAULT_TEXT, overwrite, quick);
        InputChoice input = InputChoice.DEFAULTS;
        TrainResult probe = runs.fit(LinearProbe.DEFAULTS, input, folder.resolve("probe.graft"), true);
        TrainResult scratch = runs.fit(scratch(), input, folder.resolve("scratch.graft"), false);
        TrainResult tuned = runs.fit(tuning(), input, kept, false);
        tell(DemoRuns.rows(scratch, probe, tuned), kept);
    }

    /** Some ten steps an epoch are few: a faster and longer training than the defaults, which are for more data. */
    private static Strategy tuning() {
        return FineTune.DEFAULTS.with("rate", 1e-4).with("epochs", 4);
    }

    /** So is this one, lest the pretrained network look better than it is. */
    private static Strategy scratch() {
        return Scratch.DEFAULTS.with("rate", 3e-4);
    }

    private void tell(Map<String, Evaluation> rows, Path bundle) throws IOException {
        Evaluation any = rows.values().iterator().next();
        session.say("");
        session.say(
                "On " + any.examples() + " messages that none of them was trained on (95 % intervals in brackets):");
        Tables.comparison(rows).forEach(session::say);
        session.say("");
        List<Map<String, Object>> examples = examples(bundle);
        double seconds = (System.nanoTime() - began) / 1e9;
        session.say("");
        session.say(String.format(Locale.ROOT, "%.0f s. Next:", seconds));
        session.say(
                "  graft train YOUR.csv --out your.graft            columns text and label; see graft train --help");
        session.say(
                out.isPresent()
                        ? "  graft predict " + TrainOutcome.quoted(out.get()) + " - --top 3         and type a message"
                        : "  graft demo --out shop.graft                      the same, and keep the model");
        session.say("  graft models                                     other pretrained networks");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", DemoRuns.json(rows));
        json.put("predictions", examples);
        json.put("seconds", seconds);
        session.answer(json);
    }

    private List<Map<String, Object>> examples(Path bundle) throws IOException {
        List<Map<String, Object>> json = new ArrayList<>();
        try (Model model = Bundle.load(bundle, session.hub())) {
            Answer answer = new Answer(model.task(), 1, java.util.OptionalDouble.empty());
            List<Prediction> given =
                    model.predict(QUESTIONS.stream().map(Text::of).toList());
            for (int i = 0; i < given.size(); i++) {
                session.say("  \"" + QUESTIONS.get(i) + "\"  ->  "
                        + answer.line(given.get(i)).replace("\t", "  "));
                json.add(answer.json(QUESTIONS.get(i), given.get(i)));
            }
        }
        return json;
    }
}
