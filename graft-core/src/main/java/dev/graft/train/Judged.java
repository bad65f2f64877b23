package dev.graft.train;

import dev.graft.base.Check;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an epoch ended with: a point of the learning curve.
 *
 * @param epoch counted from 1, over all phases
 * @param loss running mean over the last steps, some fifty count
 * @param validation the task's main metric on the validation part, higher is better; not a number where there is none
 */
public record Judged(int epoch, double loss, double validation) {
    public Judged {
        Check.atLeast("epoch", epoch, 1);
    }

    /** One line; {@link #of(String)} reads it back, to the bit. */
    static String text(List<Judged> curve) {
        return curve.stream()
                .map(point -> point.epoch + " " + point.loss + " " + point.validation)
                .collect(Collectors.joining(";"));
    }

    static List<Judged> of(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(";")).map(Judged::point).toList();
    }

    private static Judged point(String text) {
        String[] part = text.split(" ");
        return new Judged(Integer.parseInt(part[0]), Double.parseDouble(part[1]), Double.parseDouble(part[2]));
    }
}
