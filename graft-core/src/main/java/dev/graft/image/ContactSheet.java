package dev.graft.image;

import dev.graft.base.Check;
import java.awt.AWTError;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.List;

/**
 * One picture of many, to look at: rows of tiles, each row under its caption. Where Java can draw no letters, for want
 * of a font or of the display that it was told of, there are none; a program without windows does well to say so by
 * {@code java.awt.headless}.
 *
 * @param tile width and height of a tile in pixels, at least 16
 */
public record ContactSheet(int tile) {
    private static final int GAP = 4;
    private static final int CAPTION = 18; // height of its line
    private static final int LETTERS = 12;

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
        int height = GAP + rows.size() * (CAPTION + tile + GAP);
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) sheet.getRaster().getDataBuffer()).getData();
        java.util.Arrays.fill(pixels, 0xffffff);
        for (int r = 0; r < rows.size(); r++) {
            int top = GAP + r * (CAPTION + tile + GAP);
            for (int c = 0; c < rows.get(r).pictures().size(); c++) {
                Pixels picture = fitted(rows.get(r).pictures().get(c));
                put(picture, pixels, width, GAP + c * (tile + GAP), top + CAPTION);
            }
        }
        captions(sheet, rows);
        return pixels(pixels, width, height);
    }

    private Pixels fitted(Pixels picture) {
        double scale = (double) tile / Math.max(picture.width(), picture.height());
        int width = Math.max(1, (int) Math.round(picture.width() * scale));
        int height = Math.max(1, (int) Math.round(picture.height() * scale));
        return picture.rgb().resized(width, height, Interpolation.BICUBIC);
    }

    private static void put(Pixels picture, int[] sheet, int stride, int left, int top) {
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                sheet[(top + y) * stride + left + x] =
                        picture.at(x, y, 0) << 16 | picture.at(x, y, 1) << 8 | picture.at(x, y, 2);
            }
        }
    }

    private void captions(BufferedImage sheet, List<Row> rows) {
        try {
            Graphics2D graphics = sheet.createGraphics();
            graphics.setColor(Color.DARK_GRAY);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, LETTERS));
            FontMetrics metrics = graphics.getFontMetrics();
            for (int r = 0; r < rows.size(); r++) {
                int baseline = GAP + r * (CAPTION + tile + GAP) + LETTERS;
                graphics.drawString(cut(rows.get(r).caption(), metrics, sheet.getWidth() - 2 * GAP), GAP, baseline);
            }
            graphics.dispose();
        } catch (AWTError | InternalError | LinkageError | RuntimeException e) {
            System.getLogger(ContactSheet.class.getName())
                    .log(System.Logger.Level.WARNING, "a contact sheet without captions: Java draws no letters here");
        }
    }

    private static String cut(String caption, FontMetrics metrics, int width) {
        String line = caption.replaceAll("\\p{Cntrl}", " ");
        if (metrics.stringWidth(line) <= width) {
            return line;
        }
        int end = line.length();
        while (end > 0 && metrics.stringWidth(line.substring(0, end) + "…") > width) {
            end = line.offsetByCodePoints(end, -1);
        }
        return line.substring(0, end) + "…";
    }

    private static Pixels pixels(int[] colors, int width, int height) {
        byte[] data = new byte[colors.length * 3];
        for (int i = 0, to = 0; i < colors.length; i++) {
            data[to++] = (byte) (colors[i] >> 16);
            data[to++] = (byte) (colors[i] >> 8);
            data[to++] = (byte) colors[i];
        }
        return new Pixels(width, height, 3, data);
    }
}
