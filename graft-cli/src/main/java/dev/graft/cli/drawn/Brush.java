package dev.graft.cli.drawn;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;

/**
 * What a thing is drawn with: a canvas that reaches from -1 to 1 with y downwards, chance, and light from one side.
 *
 * @param surroundings color that the thing must stand out from
 * @param light -1 where it comes from the left, 1 from the right
 */
record Brush(Graphics2D canvas, SplittableRandom random, Color surroundings, double light) {
    private static final int APART = 70; // of 255, that a thing's color must differ from its surroundings'
    private static final int TRIES = 20;

    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    int count(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    boolean chance(double share) {
        return random.nextDouble() < share;
    }

    /** Any color as paint, cloth and wood have it, that can be seen here. */
    Color color() {
        Color color = anyColor();
        for (int i = 0; i < TRIES && apart(color) < APART; i++) {
            color = anyColor();
        }
        return color;
    }

    private Color anyColor() {
        double vivid = between(0, 1);
        return color(between(0, 1), 0.85 * vivid * vivid + 0.08, between(0.2, 0.95));
    }

    /** @param hue 0 for red, a third for green, two thirds for blue */
    Color color(double hue, double saturation, double brightness) {
        return Color.getHSBColor((float) hue, (float) saturation, (float) brightness);
    }

    private int apart(Color color) {
        return (Math.abs(color.getRed() - surroundings.getRed())
                        + 2 * Math.abs(color.getGreen() - surroundings.getGreen())
                        + Math.abs(color.getBlue() - surroundings.getBlue()))
                / 4
                * 2;
    }

    /** @param factor below 1 for darker, above 1 for lighter */
    static Color shaded(Color color, double factor) {
        return new Color(
                shaded(color.getRed(), factor), shaded(color.getGreen(), factor), shaded(color.getBlue(), factor));
    }

    private static int shaded(int part, double factor) {
        return (int) Math.max(0, Math.min(255, part * factor));
    }

    static Color veiled(Color color, double opacity) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), (int) (255 * opacity));
    }

    /** Lighter towards the light. */
    void fill(Shape shape, Color color) {
        Rectangle2D all = shape.getBounds2D();
        double from = light < 0 ? all.getMinX() : all.getMaxX();
        double to = light < 0 ? all.getMaxX() : all.getMinX();
        canvas.setPaint(new GradientPaint(
                (float) from,
                (float) all.getMinY(),
                shaded(color, 1.25),
                (float) to,
                (float) all.getMaxY(),
                shaded(color, 0.62)));
        canvas.fill(shape);
    }

    void flat(Shape shape, Color color) {
        canvas.setPaint(color);
        canvas.fill(shape);
    }

    void trace(Shape shape, Color color, double width) {
        canvas.setPaint(color);
        canvas.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.draw(shape);
    }

    /** A rod through points given as x, y, x, y: darker at its rim, lighter along its middle. */
    void rod(Color color, double width, double... points) {
        Shape line = line(points);
        trace(line, shaded(color, 0.6), width);
        trace(line, color, width * 0.6);
    }

    static Path2D line(double... points) {
        Path2D line = new Path2D.Double();
        line.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            line.lineTo(points[i], points[i + 1]);
        }
        return line;
    }

    static Path2D polygon(double... points) {
        Path2D polygon = line(points);
        polygon.closePath();
        return polygon;
    }

    static Ellipse2D ellipse(double x, double y, double halfWidth, double halfHeight) {
        return new Ellipse2D.Double(x - halfWidth, y - halfHeight, 2 * halfWidth, 2 * halfHeight);
    }

    static Rectangle2D box(double left, double top, double right, double bottom) {
        return new Rectangle2D.Double(left, top, right - left, bottom - top);
    }

    /** Does something that is seen only within a shape. */
    void within(Shape shape, Runnable work) {
        Shape before = canvas.getClip();
        canvas.clip(shape);
        work.run();
        canvas.setClip(before);
    }

    /** A soft shadow on the ground, under something that reaches from -halfWidth to halfWidth. */
    void shadow(double y, double halfWidth) {
        double slant = -light * between(0, 0.25);
        for (int i = 6; i >= 1; i--) {
            flat(ellipse(slant, y, halfWidth * (0.7 + 0.08 * i), 0.025 * i), veiled(Color.BLACK, 0.09));
        }
    }
}
