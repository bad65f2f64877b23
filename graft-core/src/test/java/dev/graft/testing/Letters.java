package dev.graft.testing;

import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.data.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/** Texts of single letters, most of them their class's own: a tiny network learns them in a second. */
public final class Letters {
    private static final List<String> CLASSES = List.of("abc", "def", "ghi");
    private static final int LENGTH = 10;

    private Letters() {}

    /** Each text is of one class, whose three letters are its name. */
    public static Samples<Text> of(int count, long seed) {
        return of(count, seed, (text, own) -> new Target.Label(own));
    }

    /** @param target of a text and its class */
    public static Samples<Text> of(int count, long seed, BiFunction<String, String, Target> target) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Sample<Text>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String own = CLASSES.get(i % CLASSES.size());
            StringBuilder text = new StringBuilder();
            for (int k = 0; k < LENGTH; k++) {
                String from = random.nextDouble() < 0.7 ? own : "abcdefghi";
                text.append(from.charAt(random.nextInt(from.length()))).append(' ');
            }
            text.append(random.nextBoolean() ? "?" : "!");
            samples.add(new Sample<>(Text.of(text.toString()), target.apply(text.toString(), own), "text " + i));
        }
        return new Samples<>("letters", samples);
    }
}
