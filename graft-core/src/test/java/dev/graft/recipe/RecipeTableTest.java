package dev.graft.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.graft.base.BadInput;
import dev.graft.data.TableOptions;
import dev.graft.transfer.FineTune;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How tables are read is known of a bundle, whatever version of its strategy wrote the recipe. */
class RecipeTableTest {
    private static final TableOptions TABLE =
            TableOptions.DEFAULTS.withTextColumn("words").withLabelColumn("mood");
    private static final Recipe RECIPE = Recipe.draft("a.csv", "all-minilm-l6-v2", FineTune.DEFAULTS)
            .table(TABLE)
            .build();

    /** With a setting that this version's strategies do not have. */
    private static byte[] ofAnotherVersion(Object recipe) {
        String text = new String(Recipe.written(recipe), StandardCharsets.UTF_8);
        String other = text.replaceFirst("\"strategy\" : \\{", "$0 \"vigour\" : 7,");
        assertThat(other).isNotEqualTo(text);
        return other.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void isReadWhereTheStrategyIsOfAnotherVersion() throws IOException {
        byte[] recipe = ofAnotherVersion(RECIPE);
        assertThat(Recipe.table(recipe, "recipe.json")).isEqualTo(TABLE);
        assertThatThrownBy(() -> Recipe.of(recipe, "recipe.json"))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("recipe.json: is no recipe of this version", "vigour");
    }

    @Test
    void ofSeveralTasksIsThatOfTheOneThatIsAsked() throws IOException {
        MultiRecipe recipe = new MultiRecipe(
                RECIPE,
                Map.of("first", "a.csv", "second", "a.csv"),
                Map.of("second", "topic"),
                Map.of(),
                Map.of(),
                0.5,
                Map.of(),
                false);
        byte[] json = ofAnotherVersion(recipe);
        for (String output : recipe.data().keySet()) {
            assertThat(MultiRecipe.table(json, Optional.of(output), "multitask.json"))
                    .as(output)
                    .isEqualTo(recipe.table(output));
        }
        String main = recipe.data().keySet().iterator().next();
        assertThat(MultiRecipe.table(json, Optional.empty(), "multitask.json")).isEqualTo(recipe.table(main));
        assertThat(MultiRecipe.table(json, Optional.of("second"), "multitask.json")
                        .labelColumn())
                .contains("topic");
    }

    @Test
    void isRefusedWhereItIsNotOne() {
        for (String bad : new String[] {"", "{", "{}", "[]", "{\"table\": 3}", "{\"table\": {\"legs\": 4}}"}) {
            assertThatThrownBy(() -> Recipe.table(bad.getBytes(StandardCharsets.UTF_8), "recipe.json"))
                    .as(bad)
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("recipe.json: is no recipe of this version");
        }
    }
}
