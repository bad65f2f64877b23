package dev.graft.image;

import dev.graft.base.BadArgument;
import dev.graft.base.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How training pictures are varied: a list of {@code name} or {@code name=value}, separated by commas, carried out in
 * its order, or one word for a usual list. The text says all of it, so it is the JSON form and the fingerprint too;
 * usual lists stand in it spelled out.
 *
 * @param text as {@code crop=0.35,mirror,rotate=10}, or {@code none}
 */
public record Augmentation(String text) {
    /** The usual lists. */
    public static final Map<String, String> NAMED = named();

    public static final Augmentation NONE = new Augmentation("none");
    public static final Augmentation LIGHT = new Augmentation("light");
    public static final Augmentation STANDARD = new Augmentation("standard");

    public Augmentation {
        List<Step> steps = steps(text);
        text = steps.isEmpty() ? "none" : steps.stream().map(Step::toString).collect(Collectors.joining(","));
        on(steps, Preparation.IMAGENET); // whatever is wrong with a value is said now
    }

    private static Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        named.put("none", "");
        named.put("light", "crop=0.35,mirror");
        named.put("standard", "crop=0.35,mirror,rotate=10,brightness=0.2,contrast=0.2,saturation=0.2,fill=reflect");
        named.put("trivial", "crop=0.35,mirror,trivialaugment");
        named.put("rand", "crop=0.35,mirror,randaugment=9");
        return java.util.Collections.unmodifiableMap(named);
    }

    /** One word for a usual list, or a list; usual ones may stand in a list too. */
    public static Augmentation parse(String text) {
        return new Augmentation(text);
    }

    /** Whether pictures are shown in part, and larger for it. */
    public boolean crops() {
        return steps(text).stream().anyMatch(step -> step.kind() == Variation.CROP);
    }

    /** Made ready for pictures of this size and these channels. */
    public Augmenter on(Preparation preparation) {
        return on(steps(text), preparation);
    }

    private static Augmenter on(List<Step> steps, Preparation preparation) {
        Optional<Fill> fill = steps.stream()
                .filter(s -> s.kind() == Variation.FILL)
                .reduce((first, last) -> last)
                .map(Step::fill);
        Optional<RandomResizedCrop> crop = steps.stream()
                .filter(s -> s.kind() == Variation.CROP)
                .reduce((first, last) -> last)
                .map(step -> step.made(() -> new RandomResizedCrop(
                        preparation.size(), step.number(), 1, 4 / 3.0, preparation.interpolation())));
        List<Transform> then = new ArrayList<>();
        for (Step step : steps) {
            step.made(() -> step.kind().transform(step.number(), fill)).ifPresent(then::add);
        }
        return new Augmenter(preparation, crop, then);
    }

    private static List<Step> steps(String text) {
        List<Step> steps = new ArrayList<>();
        for (String word : text.strip().split("\\s*,\\s*")) {
            if (word.isEmpty()) {
                throw new BadArgument("an augmentation is missing; say 'none' for none");
            }
            if (NAMED.containsKey(word)) {
                steps.addAll(word.equals("none") ? List.of() : steps(NAMED.get(word)));
            } else {
                steps.add(Step.of(word));
            }
        }
        return steps;
    }

    @Override
    public String toString() {
        return text;
    }

    /** A word of the list. */
    private record Step(Variation kind, String value) {
        static Step of(String word) {
            String[] part = word.split("\\s*=\\s*", 2);
            Variation kind = Arrays.stream(Variation.values())
                    .filter(v -> v.word().equals(part[0]))
                    .findFirst()
                    .orElseThrow(() -> Check.unknown("augmentation", part[0], Variation.words(NAMED.keySet())));
            Check.that(
                    part.length == 1 || !kind.usual().isEmpty(),
                    "augmentation '" + kind.word() + "' takes no value; leave out '=" + part[part.length - 1] + "'");
            String value = part.length == 2 ? part[1] : kind.usual();
            Step step = new Step(kind, value);
            return kind == Variation.FILL
                    ? new Step(kind, step.fill().name().toLowerCase(java.util.Locale.ROOT))
                    : new Step(kind, step.shortest());
        }

        double number() {
            if (kind == Variation.FILL || kind.usual().isEmpty()) {
                return 0;
            }
            try {
                return Double.parseDouble(value);
            } catch (NumberFormatException e) {
                throw new BadArgument("augmentation '" + kind.word() + "' takes a number, as " + kind.word() + "="
                        + kind.usual() + ", not '" + value + "'");
            }
        }

        private String shortest() {
            String number = String.valueOf(number());
            return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
        }

        /** Says the word with which something is wrong. */
        <T> T made(Supplier<T> transform) {
            try {
                return transform.get();
            } catch (BadArgument e) {
                throw new BadArgument("augmentation '" + this + "': " + e.getMessage());
            }
        }

        Fill fill() {
            return Arrays.stream(Fill.values())
                    .filter(f -> f.name().equalsIgnoreCase(value))
                    .findFirst()
                    .orElseThrow(() -> Check.unknown(
                            "fill",
                            value,
                            Arrays.stream(Fill.values())
                                    .map(f -> f.name().toLowerCase(java.util.Locale.ROOT))
                                    .toList()));
        }

        @Override
        public String toString() {
            return kind.usual().isEmpty() ? kind.word() : kind.word() + "=" + value;
        }
    }
}
