package dev.graft.image;

import dev.graft.base.Check;
import java.awt.Color;
import java.util.List;

/**
 * Pictures with what a model took them for: right answers in green with a tick, wrong ones in red with a cross. Where
 * Java can draw no letters there are none.
 *
 * @param tile width and height of a tile in pixels, at least 32
 * @param columns tiles beside each other, at least 1
 */
public record AnswerSheet(int tile, int columns) {
    private static final int GAP = 10;
    private static final int FRAME = 4;
    private static final int LINE = 16; // height of a line of letters
    private static final int MARK = 14;
    private static final Color RIGHT = new Color(0x1a7f37);
    private static final Color WRONG = new Color(0xc62828);

    /**
     * @param answer in a few words
     * @param truth in a few words, where the answer is wrong
     */
    public record Tile(Pixels picture, String answer, String truth, boolean right) {}

    public AnswerSheet {
        Check.atLeast("tile", tile, 32);
        Check.atLeast("columns", columns, 1);
    }

    /** @param title above them all, cut to the sheet's width */
    public Pixels of(String title, List<Tile> tiles) {
        Check.that(!tiles.isEmpty(), "a sheet of answers needs a picture");
        int across = tile + 2 * FRAME + GAP;
        int down = tile + 2 * FRAME + 2 * LINE + GAP;
        int width = GAP + columns * across;
        Sheet sheet = new Sheet(width, GAP + LINE + GAP + (tiles.size() + columns - 1) / columns * down);
        sheet.text(title, Color.BLACK, GAP, GAP + Sheet.LETTERS, width - 2 * GAP);
        for (int i = 0; i < tiles.size(); i++) {
            put(tiles.get(i), sheet, GAP + i % columns * across, 2 * GAP + LINE + i / columns * down);
        }
        return sheet.pixels();
    }

    private void put(Tile shown, Sheet sheet, int left, int top) {
        Color color = shown.right() ? RIGHT : WRONG;
        int side = tile + 2 * FRAME;
        sheet.box(color, left, top, side, side);
        sheet.box(Color.LIGHT_GRAY, left + FRAME, top + FRAME, tile, tile);
        Pixels picture = Sheet.fitted(shown.picture(), tile);
        sheet.picture(
                picture, left + FRAME + (tile - picture.width()) / 2, top + FRAME + (tile - picture.height()) / 2);
        mark(shown.right(), color, sheet, left, top + side + 3);
        sheet.text(shown.answer(), color, left + MARK + 5, top + side + Sheet.LETTERS + 2, side - MARK - 5);
        sheet.text(shown.truth(), Color.DARK_GRAY, left + MARK + 5, top + side + LINE + Sheet.LETTERS, side - MARK - 5);
    }

    /** So that nobody needs to tell green from red. */
    private static void mark(boolean right, Color color, Sheet sheet, int x, int y) {
        if (right) {
            sheet.lines(color, 2.5f, x + 1, y + 7, x + 5, y + 11, x + MARK - 2, y + 1);
        } else {
            sheet.lines(color, 2.5f, x + 2, y + 1, x + MARK - 3, y + 10);
            sheet.lines(color, 2.5f, x + MARK - 3, y + 1, x + 2, y + 10);
        }
    }
}
