package dev.graft.image;

import dev.graft.base.Check;
import java.awt.Color;
import java.util.List;

/**
 * One picture of many, to look at: rows of tiles, each row under its caption. Where Java can draw no letters there are
 * none.
 *
 * @param tile width and height of a tile in pixels, at least 16
 */
public record ContactSheet(int tile) {
    private static final int GAP = 4;
    private static final int CAPTION = 18; // height of its line

    /**
     * @param caption in any script for which the machine has a font; cut to the sheet's width
     * @param pictures of any size, grey or colored, scaled into their tiles
     */
    public record Row(String caption, List<Pixels> pictures) {
        public Row {
            pictures = List.copyOf(pictures);
        }
    }

    public ContactSheet {
        Check.atLeast("tile", tile, 16);
    }

    public Pixels of(List<Row> rows) {
        int columns = rows.stream().mapToInt(row -> row.pictures().size()).max().orElse(0);
        Check.that(columns > 0, "a contact sheet needs a picture");
        int width = GAP + columns * (tile + GAP);
        Sheet sheet = new Sheet(width, GAP + rows.size() * (CAPTION + tile + GAP));
        for (int r = 0; r < rows.size(); r++) {
            int top = GAP + r * (CAPTION + tile + GAP);
            sheet.text(rows.get(r).caption(), Color.DARK_GRAY, GAP, top + Sheet.LETTERS, width - 2 * GAP);
            for (int c = 0; c < rows.get(r).pictures().size(); c++) {
                Pixels picture = Sheet.fitted(rows.get(r).pictures().get(c), tile);
                sheet.picture(picture, GAP + c * (tile + GAP), top + CAPTION);
            }
        }
        return sheet.pixels();
    }
}
