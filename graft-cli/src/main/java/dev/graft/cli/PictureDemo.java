package dev.graft.cli;

import dev.graft.backbone.Catalog;
import dev.graft.base.BadInput;
import dev.graft.base.Storage;
import dev.graft.cli.drawn.DrawnPictures;
import dev.graft.data.InputChoice;
import dev.graft.engine.Engine;
import dev.graft.evaluate.Evaluation;
import dev.graft.image.PictureFile;
import dev.graft.recipe.TrainResult;
import dev.graft.transfer.FineTune;
import dev.graft.transfer.LinearProbe;
import dev.graft.transfer.Scratch;
import dev.graft.transfer.Strategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The embedded network for pictures tells drawn things apart. */
final class PictureDemo implements DemoCommand.Demo {
    private static final String SHEET = "predictions.png";
    private static final int SIDE = 96;

    private final Session session;
    private final Optional<Path> out;
    private final boolean overwrite;
    private final boolean quick;
    private final Path sheet;
    private final long began = System.nanoTime();

    PictureDemo(Session session, Optional<Path> out, boolean overwrite, boolean quick) throws BadInput {
        this.session = session;
        this.out = out;
        this.overwrite = overwrite;
        this.quick = quick;
        this.sheet = out.map(folder -> folder.resolve(SHEET)).orElse(Path.of(SHEET));
        if (!Catalog.find(Catalog.DEFAULT_IMAGE).orElseThrow().available()) {
            throw new BadInput(
                    "demo --images",
                    "needs the embedded network for pictures, and this build of Graft holds no weights for it; take a"
                            + " newer source, or train on photos of your own with graft train PHOTOS --weights FILE");
        }
        Target.file(sheet, overwrite);
    }

    @Override
    public void run(Path folder) throws IOException {
        Path kept = out.orElse(folder);
        Path pictures = kept.resolve("pictures");
        DrawnPictures.write(pictures, session.seed());
        session.say("Telling drawn things apart with " + Catalog.DEFAULT_IMAGE + ", on " + Engine.threads()
                + " processors.");
        DemoRuns runs = new DemoRuns(session, pictures, Catalog.DEFAULT_IMAGE, overwrite, quick);
        InputChoice plain = InputChoice.DEFAULTS.size(quick ? SIDE / 2 : SIDE);
        InputChoice varied = plain.augment("standard");
        TrainResult probe = runs.fit(LinearProbe.DEFAULTS, plain, folder.resolve("probe.graft"), true);
        TrainResult scratch =
                runs.fit(Scratch.PICTURES.with("epochs", 20), varied, folder.resolve("scratch.graft"), false);
        Strategy faster = FineTune.PICTURES.with("rate", 5e-4).with("headRate", 10); // drawn things are no photos
        TrainResult tuned = runs.fit(faster.with("epochs", 12), varied, kept.resolve("model.graft"), false);
        Answered answered = Answered.of(tuned.test(), tuned.evaluation());
        byte[] png = PictureFile.png(answered.sheet());
        Storage.LOCAL.writeFile(sheet, to -> to.write(png));
        tell(DemoRuns.rows(scratch, probe, tuned), probe.trained(), answered);
    }

    private void tell(Map<String, Evaluation> rows, int trained, Answered answered) {
        double seconds = (System.nanoTime() - began) / 1e9;
        session.say("");
        session.say(String.format(
                Locale.ROOT,
                "Learned from %d pictures; on %d that none of them was trained on (95 %% intervals in brackets):",
                trained,
                rows.values().iterator().next().examples()));
        Tables.comparison(rows).forEach(session::say);
        session.say("");
        session.say("Look at " + sheet + ": " + answered.caption());
        session.say("");
        session.say(String.format(Locale.ROOT, "%.0f s. Next:", seconds));
        session.say("  graft train YOUR-PHOTOS/ --out your.graft        a sub-folder for each class");
        session.say(
                out.isPresent()
                        ? "  graft predict " + TrainOutcome.quoted(out.get().resolve("model.graft")) + " PHOTO.jpg"
                        : "  graft demo --images --out drawn                  the same, and keep model and pictures");
        session.say("  graft models --modality image                    other networks for pictures");
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", DemoRuns.json(rows));
        json.put("picture", sheet.toString());
        json.put("predictions", answered.json());
        json.put("seconds", seconds);
        session.answer(json);
    }
}
