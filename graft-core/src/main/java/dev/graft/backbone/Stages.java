package dev.graft.backbone;

import dev.graft.base.Check;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The parts of a network from input to output, by name. Freezing, unfreezing, learning rates and the cache of frozen
 * features all speak in stages. Above the last one stands the {@value #HEAD}.
 */
public record Stages(List<String> names) {
    public static final String HEAD = "head";

    public Stages {
        names = List.copyOf(names);
        Check.atLeast("stages", names.size(), 1);
    }

    public static Stages named(String... names) {
        return new Stages(List.of(names));
    }

    public int count() {
        return names.size();
    }

    /** The head and that many stages below it, the upper first: {@code head, layer.5, layer.4}. */
    public List<String> top(int thawed) {
        Check.that(
                thawed >= 0 && thawed <= count(),
                "stages to train must be between 0 and " + count() + ", was " + thawed);
        return Stream.concat(Stream.of(HEAD), IntStream.range(0, thawed).mapToObj(i -> names.get(count() - 1 - i)))
                .toList();
    }

    /** How far below the head a stage stands: the head has 0, the last stage 1. */
    public int depth(String name) {
        return HEAD.equals(name) ? 0 : count() - index(name);
    }

    /** Position from the input, in [0, count). */
    public int index(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw Check.unknown("stage", name, names);
        }
        return index;
    }
}
