package dev.graft.data;

import dev.graft.base.BadArgument;
import dev.graft.image.Augmentation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code --augment} says: how each picture is varied, and how those of a batch are mixed.
 *
 * @param augmentation of each picture
 * @param mixing of those of a batch
 */
public record Variety(Augmentation augmentation, Optional<Mixing> mixing) {
    /** Parameters of the papers, where only the word is given. */
    private static final Map<String, Double> MIXINGS = new LinkedHashMap<>(Map.of("mixup", 0.2, "cutmix", 1.0));

    /** Words and {@code name=value} with commas between, as {@code standard,mixup=0.4}. */
    public static Variety parse(String text) {
        List<String> pictures = new ArrayList<>();
        Map<String, Double> mixings = new LinkedHashMap<>();
        for (String word : text.strip().split("\\s*,\\s*")) {
            String[] part = word.split("\\s*=\\s*", 2);
            if (MIXINGS.containsKey(part[0])) {
                mixings.put(part[0], part.length == 1 ? MIXINGS.get(part[0]) : number(part[0], part[1]));
            } else {
                pictures.add(word);
            }
        }
        Augmentation augmentation =
                pictures.isEmpty() ? Augmentation.NONE : Augmentation.parse(String.join(",", pictures));
        return new Variety(
                augmentation,
                mixings.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Mixing(mixings.getOrDefault("mixup", 0.0), mixings.getOrDefault("cutmix", 0.0))));
    }

    private static double number(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new BadArgument("augmentation '" + name + "' takes a number, as " + name + "=" + MIXINGS.get(name)
                    + ", not '" + value + "'");
        }
    }
}
