package dev.graft.recipe;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.graft.base.BadInput;
import dev.graft.base.Check;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.data.TableOptions;
import dev.graft.engine.Precision;
import dev.graft.transfer.Guard;
import dev.graft.transfer.Prior;
import dev.graft.transfer.Procedure;
import dev.graft.transfer.Strategies;
import dev.graft.transfer.Strategy;
import dev.graft.transfer.TaskChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole training run as one record: what the command line builds, a bundle keeps, and what repeats a run.
 *
 * @param data training examples, or all examples
 * @param valid examples to judge epochs by, or the share of the training part that does, as {@code 0.2}
 * @param test examples to evaluate on, else a fifth of the data
 * @param table how tables are read
 * @param backbone name in the catalogue, or a folder
 * @param weights file of the backbone's weights, where the catalogue does not have them
 * @param strategy with all its numbers
 * @param procedure what makes one model of several fits of it, if anything does
 * @param task what is made of the targets
 * @param input how inputs are read
 * @param prior what else the network begins with and learns from
 * @param precision that training computes in, else the fastest for the network on this processor
 * @param seed of everything that is drawn
 * @param threads that an operation may use; another number gives other bits
 * @param baseline whether the classical baseline is trained beside
 * @param refit whether the model is trained once more on all data after it was tested
 * @param standalone whether the bundle holds all weights though only a head was trained
 * @param extent how much of what the strategy wants is done
 */
public record Recipe(
        String data,
        Optional<String> valid,
        Optional<String> test,
        TableOptions table,
        String backbone,
        Optional<String> weights,
        Strategy strategy,
        Optional<Procedure> procedure,
        TaskChoice task,
        InputChoice input,
        Prior prior,
        Optional<Precision> precision,
        long seed,
        int threads,
        boolean baseline,
        boolean refit,
        boolean standalone,
        Extent extent) {
    /** What a record is asked by a name that begins with "is" is no component of it. */
    static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultVisibility(visible -> visible.withIsGetterVisibility(Visibility.NONE))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    public Recipe {
        extent = extent == null ? Extent.ALL : extent; // written by a version that had none
    }

    /**
     * Begins a recipe whose other components are the defaults: a fifth of the data tests, one fit, seed 42.
     *
     * @param backbone name in the catalogue, or a folder
     */
    public static RecipeDraft draft(String data, String backbone, Strategy strategy) {
        return new RecipeDraft(data, backbone, strategy);
    }

    /** The same, to be changed. */
    public RecipeDraft copy() {
        return new RecipeDraft(this);
    }

    /** Whether a guard watches over the strategy. */
    public boolean guarded() {
        return procedure.filter(Guard.class::isInstance).isPresent();
    }

    /** The strategy as its user called it: {@code auto} is what a guard watches over. */
    public String strategyName() {
        return guarded() ? Guard.NAME : strategy.name();
    }

    /** The share of the training part that judges epochs, where {@code valid} is one and no file. */
    public Optional<Double> validShare() {
        Optional<String> number =
                valid.filter(text -> text.matches("[0-9]*\\.?[0-9]+") && !Files.exists(Path.of(text)));
        number.ifPresent(text -> Check.that(
                Double.parseDouble(text) > 0 && Double.parseDouble(text) < 1,
                "--valid wants data, or a share of the training part above 0 and below 1 as 0.2, was " + text));
        return number.map(Double::parseDouble);
    }

    /** One JSON object; {@link #of} reads it back. */
    public byte[] json() {
        return written(this);
    }

    /** @param name of the file, for messages */
    public static Recipe of(byte[] json, String name) throws BadInput {
        return read(json, Recipe.class, name);
    }

    /** How tables are read by a recipe, whose other parts may be those of another version. @param name for messages */
    public static TableOptions table(byte[] json, String name) throws BadInput {
        return table(tree(json, name), name);
    }

    static TableOptions table(JsonNode recipe, String name) throws BadInput {
        try {
            return JSON.treeToValue(recipe.required("table"), TableOptions.class);
        } catch (JacksonException e) {
            throw unknown(name, e);
        }
    }

    static JsonNode tree(byte[] json, String name) throws BadInput {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw unknown(name, e);
        }
    }

    /** A recipe of a kind from one JSON object. @param name of the file, for messages */
    static <R> R read(byte[] json, Class<R> kind, String name) throws BadInput {
        try {
            return JSON.readValue(json, kind);
        } catch (JacksonException e) {
            throw unknown(name, e);
        }
    }

    private static BadInput unknown(String name, JacksonException why) {
        return new BadInput(name, "is no recipe of this version: " + why.getOriginalMessage(), why);
    }

    /** A recipe, or what came of one, as JSON. */
    static byte[] written(Object value) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
    }

    /** This recipe with file names in place of paths, which are nobody else's business. */
    public Recipe withoutPaths() {
        return copy().data(name(data))
                .valid(valid.map(Recipe::name))
                .test(test.map(Recipe::name))
                .backbone(backbone.contains("/") || backbone.contains("\\") ? name(backbone) : backbone)
                .weights(weights.map(Recipe::name))
                .prior(prior.init(prior.init().map(Recipe::name))
                        .teacher(prior.teacher().map(Recipe::name)))
                .build();
    }

    static String name(String path) {
        Path last = Path.of(path).toAbsolutePath().normalize().getFileName();
        return last == null ? path : last.toString();
    }

    /** A strategy by its name for such inputs, with settings as the command line gives them. */
    public static Strategy strategy(
            String name, Modality modality, Iterable<? extends java.util.Map.Entry<String, String>> settings) {
        Strategy strategy = Strategies.named(name, modality);
        for (var setting : settings) {
            strategy = strategy.with(setting.getKey(), setting.getValue());
        }
        return strategy;
    }
}
