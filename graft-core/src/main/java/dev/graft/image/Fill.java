package dev.graft.image;

/** What lies outside a picture when it is turned or moved, by the names of Keras's ImageDataGenerator. */
public enum Fill {
    /** The nearest pixel of the edge: {@code aaa|abcd|ddd}. */
    NEAREST,
    /** Black. */
    CONSTANT,
    /** The picture in a mirror at its edge: {@code cba|abcd|dcb}. */
    REFLECT,
    /** The picture again: {@code bcd|abcd|abc}. */
    WRAP;

    /** The index within {@code [0, length)} that stands for one outside it; -1 for black. */
    int index(int index, int length) {
        if (index >= 0 && index < length) {
            return index;
        }
        return switch (this) {
            case NEAREST -> index < 0 ? 0 : length - 1;
            case CONSTANT -> -1;
            case REFLECT -> {
                int folded = Math.floorMod(index, 2 * length);
                yield folded < length ? folded : 2 * length - 1 - folded;
            }
            case WRAP -> Math.floorMod(index, length);
        };
    }
}
