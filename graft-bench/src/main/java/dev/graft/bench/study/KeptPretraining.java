package dev.graft.bench.study;

import dev.graft.base.BadInput;
import dev.graft.recipe.Extent;
import dev.graft.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A network that {@link PretrainStudy} has made, and the record of how.
 *
 * @param folder of the network
 */
record KeptPretraining(Path folder) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What the run came to, its recipe, and its curve. */
    JsonNode run() throws IOException {
        return JSON.readTree(Files.readAllBytes(folder.resolve("graft-pretrain.json")));
    }

    /** Refuses a network that another recipe has made; how long training lasted in the end is no part of it. */
    void check(Recipe wanted) throws IOException {
        byte[] kept = JSON.writeValueAsBytes(run().path("recipe"));
        JsonNode made = plain(Recipe.of(kept, "the recipe of " + folder));
        JsonNode asked = plain(wanted);
        List<String> others = asked.propertyNames().stream()
                .filter(name -> !asked.get(name).equals(made.get(name)))
                .toList();
        if (!others.isEmpty()) {
            throw new BadInput(
                    folder.toString(),
                    "was pretrained by another recipe (" + String.join(", ", others)
                            + "); give it as it was, or a name of its own by out=NAME");
        }
    }

    private static JsonNode plain(Recipe recipe) {
        return JSON.readTree(
                recipe.withoutPaths().copy().extent(Extent.ALL).build().json());
    }
}
