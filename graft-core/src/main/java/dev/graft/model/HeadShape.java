package dev.graft.model;

import dev.graft.base.Check;
import java.util.List;

/**
 * What stands between features and answers.
 *
 * @param hidden widths of the layers before the last, none for a linear head
 * @param dropout share of the features dropped while training, in [0, 1)
 */
public record HeadShape(List<Integer> hidden, double dropout) {
    public static final HeadShape LINEAR = new HeadShape(List.of(), 0);

    public HeadShape {
        hidden = List.copyOf(hidden);
        hidden.forEach(width -> Check.atLeast("width of a hidden layer of the head", width, 1));
        Check.share("dropout", dropout);
    }
}
