package dev.graft.data;

import dev.graft.base.Check;

/**
 * How inputs are read where that is wanted otherwise than the network was made for. Each kind of input has some of
 * these, and refuses the others.
 *
 * @param longest tokens of a text that are read, 0 for what the network was made for
 * @param windows whether long texts are read in several windows, whose features are averaged
 * @param size side of the square that pictures are read at, in pixels, 0 for what the network was made for
 * @param augment how pictures are changed while a network learns from them, as {@code standard} or
 *     {@code rotate=15,shift=0.1}; {@code none} for not at all
 * @param draws how often a frozen network sees each picture, the first time as it is, then varied; 0 for
 *     four times where pictures are augmented, and else once
 * @param from side of the square that training begins at, to grow to {@code size}; 0 for that size all along
 * @param form how a network for pictures is taken
 */
public record InputChoice(
        int longest, boolean windows, int size, String augment, int draws, int from, PictureForm form) {
    public static final String NO_CHANGE = "none";
    public static final InputChoice DEFAULTS = new InputChoice(0, false, 0, NO_CHANGE, 0, 0, PictureForm.STATED);

    /** Of tokens, and of pixels on a side. */
    public static final int LEAST = 8;

    private static final int LARGEST = 4096;

    public InputChoice {
        Check.that(longest == 0 || longest >= LEAST, "--longest must be at least " + LEAST + ", was " + longest);
        Check.that(
                size == 0 || size >= LEAST && size <= LARGEST,
                "--size must be between " + LEAST + " and " + LARGEST + ", was " + size);
        Check.atLeast("draws", draws, 0);
        Check.that(
                from == 0 || from >= LEAST && from <= LARGEST,
                "--from-size must be between " + LEAST + " and " + LARGEST + ", was " + from);
        form = form == null ? PictureForm.STATED : form; // written by a version that had none
    }

    /** Tokens of a text that are read. */
    public InputChoice longest(int tokens) {
        return new InputChoice(tokens, windows, size, augment, draws, from, form);
    }

    public InputChoice windows(boolean on) {
        return new InputChoice(longest, on, size, augment, draws, from, form);
    }

    /** Side of the square that pictures are read at. */
    public InputChoice size(int pixels) {
        return new InputChoice(longest, windows, pixels, augment, draws, from, form);
    }

    public InputChoice augment(String how) {
        return new InputChoice(longest, windows, size, how, draws, from, form);
    }

    public InputChoice draws(int count) {
        return new InputChoice(longest, windows, size, augment, count, from, form);
    }

    /** Side of the square that training begins at. */
    public InputChoice from(int pixels) {
        return new InputChoice(longest, windows, size, augment, draws, pixels, form);
    }

    /** How a network for pictures is taken. */
    public InputChoice form(PictureForm other) {
        return new InputChoice(longest, windows, size, augment, draws, from, other);
    }

    /** What does not concern how an answer is given, left out: what a saved model keeps. */
    public InputChoice forAnswers() {
        return new InputChoice(longest, windows, size, NO_CHANGE, 0, 0, form);
    }
}
