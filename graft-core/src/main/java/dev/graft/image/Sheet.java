package dev.graft.image;

import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/**
 * White paper for pictures, frames and letters. Where Java can draw no letters, for want of a font or of the display
 * that it was told of, there are none; a program without windows does well to say so by {@code java.awt.headless}.
 */
final class Sheet {
    static final int LETTERS = 12; // their size

    private final BufferedImage paper;
    private final int[] pixels;
    private boolean lettered = true;

    Sheet(int width, int height) {
        paper = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        pixels = ((DataBufferInt) paper.getRaster().getDataBuffer()).getData();
        Arrays.fill(pixels, 0xffffff);
    }

    /** A picture with its upper left corner there. */
    void picture(Pixels picture, int left, int top) {
        Pixels colored = picture.rgb();
        int stride = paper.getWidth();
        for (int y = 0; y < colored.height(); y++) {
            for (int x = 0; x < colored.width(); x++) {
                pixels[(top + y) * stride + left + x] =
                        colored.at(x, y, 0) << 16 | colored.at(x, y, 1) << 8 | colored.at(x, y, 2);
            }
        }
    }

    /** Scaled to fit a square. */
    static Pixels fitted(Pixels picture, int side) {
        double scale = (double) side / Math.max(picture.width(), picture.height());
        int width = Math.max(1, (int) Math.round(picture.width() * scale));
        int height = Math.max(1, (int) Math.round(picture.height() * scale));
        return picture.resized(width, height, Interpolation.BICUBIC);
    }

    void box(Color color, int left, int top, int width, int height) {
        for (int y = top; y < top + height; y++) {
            Arrays.fill(pixels, y * paper.getWidth() + left, y * paper.getWidth() + left + width, color.getRGB());
        }
    }

    /** Lines from point to point, given as x, y, x, y. */
    void lines(Color color, float width, int... points) {
        Graphics2D graphics = paper.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.setColor(color);
        for (int i = 2; i < points.length; i += 2) {
            graphics.drawLine(points[i - 2], points[i - 1], points[i], points[i + 1]);
        }
        graphics.dispose();
    }

    /** A line of letters, cut where it would be wider. */
    void text(String line, Color color, int left, int baseline, int width) {
        if (!lettered) {
            return;
        }
        try {
            Graphics2D graphics = paper.createGraphics();
            graphics.setColor(color);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, LETTERS));
            graphics.drawString(cut(line, graphics.getFontMetrics(), width), left, baseline);
            graphics.dispose();
        } catch (AWTError | InternalError | LinkageError | RuntimeException e) {
            lettered = false;
            System.getLogger(Sheet.class.getName())
                    .log(System.Logger.Level.WARNING, "a picture without captions: Java draws no letters here");
        }
    }

    private static String cut(String text, FontMetrics metrics, int width) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        if (metrics.stringWidth(line) <= width) {
            return line;
        }
        int end = line.length();
        while (end > 0 && metrics.stringWidth(line.substring(0, end) + "…") > width) {
            end = line.offsetByCodePoints(end, -1);
        }
        return line.substring(0, end) + "…";
    }

    Pixels pixels() {
        byte[] data = new byte[pixels.length * 3];
        for (int i = 0, to = 0; i < pixels.length; i++) {
            data[to++] = (byte) (pixels[i] >> 16);
            data[to++] = (byte) (pixels[i] >> 8);
            data[to++] = (byte) pixels[i];
        }
        return new Pixels(paper.getWidth(), paper.getHeight(), 3, data);
    }
}
