package dev.graft.recipe;

import dev.graft.base.BadInput;
import dev.graft.data.TableOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A run that learns several tasks on one body, as one record.
 *
 * @param shared what holds for all of them; its data is a list of theirs, for people
 * @param data of each output by its name; the first is the main one
 * @param labels column with an output's answers, where it is not the shared one
 * @param valid what an output's epochs are judged by, as {@link Recipe#valid}, where that is said
 * @param test what an output is evaluated on, else a fifth of its data
 * @param power of a dataset's size that its share of the steps is in proportion to, in [0, 1]
 * @param weights of the outputs' losses, 1 where none is said
 * @param uncertainty whether the losses are also weighed by how sure the answers are
 */
public record MultiRecipe(
        Recipe shared,
        Map<String, String> data,
        Map<String, String> labels,
        Map<String, String> valid,
        Map<String, String> test,
        double power,
        Map<String, Double> weights,
        boolean uncertainty) {
    /** Its file in a bundle. */
    public static final String FILE = "multitask.json";

    public MultiRecipe {
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        valid = Collections.unmodifiableMap(new LinkedHashMap<>(valid));
        test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /** As if an output were learned alone. */
    Recipe alone(String output) {
        return shared.copy()
                .data(data.get(output))
                .table(table(output))
                .valid(Optional.ofNullable(valid.get(output)))
                .test(Optional.ofNullable(test.get(output)))
                .build();
    }

    /** The same of other things in common. */
    MultiRecipe shared(Recipe other) {
        return new MultiRecipe(other, data, labels, valid, test, power, weights, uncertainty);
    }

    /** How an output's table is read. */
    public TableOptions table(String output) {
        return table(shared.table(), Optional.ofNullable(labels.get(output)));
    }

    /**
     * The same of a recipe whose other parts may be those of another version.
     *
     * @param output the first where none is named
     * @param name for messages
     */
    public static TableOptions table(byte[] json, Optional<String> output, String name) throws BadInput {
        JsonNode recipe = Recipe.tree(json, name);
        String asked = output.or(
                        () -> recipe.path("data").propertyNames().stream().findFirst())
                .orElse("");
        return table(
                Recipe.table(recipe.path("shared"), name),
                recipe.path("labels").path(asked).stringValueOpt());
    }

    private static TableOptions table(TableOptions shared, Optional<String> labels) {
        return labels.map(shared::withLabelColumn).orElse(shared);
    }

    /** This recipe with file names in place of paths, which are nobody else's business. */
    public MultiRecipe withoutPaths() {
        Map<String, String> names = names(data);
        String all = names.values().stream().distinct().collect(Collectors.joining(", "));
        Recipe open = shared.copy().data(all).build().withoutPaths();
        return new MultiRecipe(open, names, labels, names(valid), names(test), power, weights, uncertainty);
    }

    private static Map<String, String> names(Map<String, String> paths) {
        Map<String, String> names = new LinkedHashMap<>();
        paths.forEach((output, path) -> names.put(output, Recipe.name(path)));
        return names;
    }
}
