package dev.graft.model;

import dev.graft.base.Check;
import java.util.List;

/**
 * What stands between features and answers.
 *
 * @param hidden widths of the layers before the last, none for a linear head
 * @param dropout share of the features dropped while training, in [0, 1)
 * @param beside what else bears on the answers
 */
public record HeadShape(List<Integer> hidden, double dropout, Beside beside) {
    public static final HeadShape LINEAR = new HeadShape(List.of(), 0);

    /**
     * What bears on the answers beside the layers.
     *
     * @param unit whether features are made of length 1 first
     * @param keys examples that are remembered, 0 for none
     * @param terms of texts that have weights of their own, 0 for none
     */
    public record Beside(boolean unit, int keys, int terms) {
        public static final Beside NOTHING = new Beside(false, 0, 0);

        public Beside {
            Check.atLeast("keys of the head", keys, 0);
            Check.atLeast("terms of the head", terms, 0);
        }
    }

    public HeadShape {
        hidden = List.copyOf(hidden);
        hidden.forEach(width -> Check.atLeast("width of a hidden layer of the head", width, 1));
        Check.share("dropout", dropout);
        beside = beside == null ? Beside.NOTHING : beside; // bundles of before have none
    }

    /** Layers and nothing else. */
    public HeadShape(List<Integer> hidden, double dropout) {
        this(hidden, dropout, Beside.NOTHING);
    }

    /** Numbers that its weights have at the least. @param width of the features */
    long numbers(int width) {
        long numbers = (long) beside.keys() * width;
        long in = width;
        for (int out : hidden) {
            numbers += in * out;
            in = out;
        }
        return numbers + in + beside.terms();
    }

    /** One linear layer, and what is beside it. */
    public static HeadShape linear(Beside beside) {
        return new HeadShape(List.of(), 0, beside);
    }
}
