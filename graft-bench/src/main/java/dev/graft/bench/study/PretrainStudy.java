package dev.graft.bench.study;

import dev.graft.backbone.Features;
import dev.graft.base.Check;
import dev.graft.data.Image;
import dev.graft.data.InputChoice;
import dev.graft.data.Parts;
import dev.graft.hub.Hub;
import dev.graft.recipe.BackboneProduct;
import dev.graft.recipe.Recipe;
import dev.graft.recipe.TrainJob;
import dev.graft.train.Progress;
import dev.graft.train.StopRequest;
import dev.graft.train.StoppedException;
import dev.graft.transfer.Pretrain;
import dev.graft.transfer.Prior;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the embedded network for pictures: pretrains it on Tiny ImageNet in pieces of limited time, then probes it on
 * other tasks, writes docs/pretrained.md and puts the weights where graft-core embeds them. Run in the repository, alone
 * on the machine, with a heap of 4 GB, again and again with the same arguments until it says that it is done. A network
 * that is there already is trained no further, and refused where its recipe is another.
 *
 * <p>Arguments are {@code name=value}: {@code minutes} of a piece (150), {@code architecture}, {@code size},
 * {@code from}, {@code augment}, {@code smoothing}, {@code teacher} (a bundle, or {@code mobilenet} to make one first),
 * {@code pull} of the teacher, {@code seed}, {@code each} (pictures of a class, to try it), {@code out} (a name for a run
 * of its own) and every number of {@link Pretrain}.
 */
public final class PretrainStudy {
    private static final Hub HUB = Hub.standard();
    /** A fiftieth of the training part, 1,600 pictures, draws the curve. */
    private static final String HELD_BACK = "0.02";

    private final Map<String, String> settings = new LinkedHashMap<>(Map.of(
            "minutes", "150",
            "architecture", "resnet_tiny",
            "size", "64",
            "from", "48",
            "augment", "light",
            "smoothing", "0.1",
            "teacher", "",
            "pull", "1",
            "seed", "42",
            "each", "400"));
    private final Map<String, String> numbers = new LinkedHashMap<>();

    private PretrainStudy(String[] arguments) {
        settings.put("out", "pretrained");
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            Check.that(at > 0, "arguments are name=value, was '" + argument + "'");
            boolean ours = settings.containsKey(argument.substring(0, at));
            (ours ? settings : numbers).put(argument.substring(0, at), argument.substring(at + 1));
        }
    }

    public static void main(String[] arguments) throws IOException {
        try {
            new PretrainStudy(arguments).run();
        } catch (StoppedException e) {
            System.err.println(e.getMessage());
            System.err.println("Not done yet: run the same command again to go on.");
        }
    }

    private void run() throws IOException {
        Path out = StudyFolder.place().resolve(settings.get("out"));
        EmbeddedWeights.checkPlace(settings.get("architecture")); // before the hours and not after them
        stopAfter(Long.parseLong(settings.get("minutes")));
        Path data = StudyData.folder().resolve("vision").resolve("tiny-imagenet");
        Teacher teacher = new Teacher(settings.get("teacher"));
        Recipe recipe = recipe(data, teacher.bundle());
        if (Files.isDirectory(out)) {
            new KeptPretraining(out).check(recipe);
        } else {
            pretrain(data, teacher, recipe, out);
        }
        PretrainPage.write(out, PretrainProbes.all(out, HUB));
        EmbeddedWeights.put(out, settings.get("architecture"));
        System.err.println("Done: " + out);
    }

    private void pretrain(Path data, Teacher teacher, Recipe recipe, Path out) throws IOException {
        Parts<Image> parts = TinyImageNet.open(data, Integer.parseInt(settings.get("each")));
        teacher.make(parts);
        BackboneProduct product = new BackboneProduct(true, "Apache-2.0");
        new TrainJob(recipe, out, options(true), product, () -> parts).run();
    }

    /** Asks the run to stop at its next step, as a signal would. */
    private static void stopAfter(long minutes) {
        Thread clock = new Thread(() -> {
            try {
                Thread.sleep(minutes * 60_000);
                StopRequest.stopAll(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        clock.setDaemon(true);
        clock.start();
    }

    private Recipe recipe(Path data, Optional<String> teacher) {
        Strategy strategy = Pretrain.DEFAULTS;
        for (Map.Entry<String, String> number : numbers.entrySet()) {
            strategy = strategy.with(number.getKey(), number.getValue());
        }
        strategy = strategy.with("soft", settings.get("pull"));
        double smoothing = Double.parseDouble(settings.get("smoothing"));
        return Recipe.draft(data.toString(), settings.get("architecture"), strategy)
                .valid(Optional.of(HELD_BACK))
                .task(new TaskChoice(false, smoothing, TaskChoice.DEFAULTS.threshold()))
                .input(InputChoice.DEFAULTS
                        .size(Integer.parseInt(settings.get("size")))
                        .from(Integer.parseInt(settings.get("from")))
                        .augment(settings.get("augment")))
                .prior(Prior.NONE.teacher(teacher))
                .seed(Long.parseLong(settings.get("seed")))
                .standalone(true)
                .build();
    }

    static TrainJob.Options options(boolean resume) {
        return new TrainJob.Options(resume, false, HUB, Features.Keep.NOTHING, new Lines());
    }

    /** Says what a person who waits for hours wants to see. */
    private static final class Lines implements Progress {
        private long began = System.nanoTime();
        private long next;
        private String work = "";
        private long units;

        @Override
        public void begin(String name, long count) {
            work = name;
            units = count;
            began = System.nanoTime();
            next = 60;
        }

        @Override
        public void at(long done, String note) {
            double seconds = (System.nanoTime() - began) / 1e9;
            if (seconds > next) {
                next += 60;
                System.err.printf("%s: %d of %d after %.0f s %s%n", work, done, units, seconds, note);
            }
        }

        @Override
        public void end(String note) {
            System.err.printf("%s: %.0f s, %s%n", work, (System.nanoTime() - began) / 1e9, note);
        }

        @Override
        public void note(String text) {
            System.err.println(text);
        }
    }
}
