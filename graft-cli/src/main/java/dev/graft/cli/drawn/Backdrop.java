package dev.graft.cli.drawn;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/** What stands behind a thing and, in part, before it; it says nothing of which thing that is. */
final class Backdrop {
    private final Brush brush; // in pixels
    private final double width;
    private final double height;
    private final Color main;

    private Backdrop(Brush brush, double width, double height) {
        this.brush = brush;
        this.width = width;
        this.height = height;
        this.main = brush.surroundings();
    }

    /** Of these, a scene has one main color: mostly that of earth, leaves or sky. */
    static Color color(SplittableRandom random) {
        double[] hues = {0.09, 0.25, 0.58, random.nextDouble()};
        double hue = hues[random.nextInt(hues.length)] + 0.06 * (random.nextDouble() - 0.5);
        double vivid = 0.6 * random.nextDouble() * random.nextDouble() + 0.06;
        return Color.getHSBColor((float) hue, (float) vivid, (float) (0.25 + 0.7 * random.nextDouble()));
    }

    static void behind(Brush brush, double width, double height) {
        Backdrop scene = new Backdrop(brush, width, height);
        switch (brush.count(0, 4)) {
            case 0, 1 -> scene.outdoors();
            case 2 -> scene.room();
            case 3 -> scene.blurred();
            default -> scene.patterned();
        }
        scene.clutter();
    }

    /** Hides a part of the lower half, or a strip. */
    static void before(Brush brush, double width, double height) {
        Backdrop scene = new Backdrop(brush, width, height);
        switch (brush.count(0, 5)) {
            case 0 -> scene.grass();
            case 1 -> scene.leaves();
            case 2 -> scene.post();
            default -> {}
        }
    }

    private Color near(Color color) {
        return Brush.shaded(color, brush.between(0.65, 1.35));
    }

    private void gradient(Shape shape, Color above, Color below) {
        brush.canvas()
                .setPaint(new GradientPaint(
                        (float) brush.between(0, width),
                        0,
                        above,
                        (float) brush.between(0, width),
                        (float) height,
                        below));
        brush.canvas().fill(shape);
    }

    /** Clouds of light and dark over a part, as ground, plaster and foliage have them. */
    private void mottled(double top, double bottom, int cells, double strength) {
        Graphics2D canvas = brush.canvas();
        for (int size = cells; size <= cells * 4; size *= 2) {
            BufferedImage noise = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
            for (int i = 0; i < size * size; i++) {
                double dark = brush.between(-1, 1);
                int alpha = (int) (255 * strength * Math.abs(dark));
                noise.setRGB(i % size, i / size, alpha << 24 | (dark > 0 ? 0xffffff : 0));
            }
            canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            AffineTransform over = AffineTransform.getTranslateInstance(-width * 0.1, top);
            over.scale(width * 1.2 / size, (bottom - top) / size);
            canvas.drawImage(noise, over, null);
        }
    }

    private void outdoors() {
        double horizon = height * brush.between(0.3, 0.75);
        Color sky = brush.chance(0.5)
                ? brush.color(brush.between(0.52, 0.65), brush.between(0.05, 0.5), brush.between(0.5, 0.95))
                : near(main);
        gradient(Brush.box(0, 0, width, horizon + 1), sky, Brush.shaded(sky, 1.3));
        mottled(0, horizon, 3, 0.12);
        for (int i = brush.count(0, 3); i > 0; i--) {
            Color hill = near(main);
            double peak = horizon - brush.between(0.05, 0.3) * height;
            double x = brush.between(0, width);
            brush.fill(
                    Brush.polygon(
                            x - width * 0.6,
                            horizon,
                            x - width * 0.1,
                            peak,
                            x + width * 0.2,
                            peak * 0.9 + horizon * 0.1,
                            x + width * 0.7,
                            horizon),
                    hill);
        }
        gradient(Brush.box(0, horizon, width, height), near(main), near(main));
        mottled(horizon, height, brush.count(4, 10), 0.17);
        if (brush.chance(0.5)) {
            blades(horizon, near(main), 150);
        }
    }

    private void blades(double from, Color color, int count) {
        for (int i = 0; i < count; i++) {
            double y = brush.between(from, height);
            double x = brush.between(0, width);
            double tall = 3 + 10 * (y - from) / height;
            brush.trace(Brush.line(x, y, x + brush.between(-3, 3), y - tall), near(color), brush.between(0.5, 1.5));
        }
    }

    private void room() {
        double floor = height * brush.between(0.5, 0.85);
        gradient(Brush.box(0, 0, width, floor + 1), near(main), near(main));
        mottled(0, floor, 3, 0.08);
        Color ground =
                brush.chance(0.5) ? brush.color(0.08, brush.between(0.2, 0.5), brush.between(0.3, 0.7)) : near(main);
        gradient(Brush.box(0, floor, width, height), ground, near(ground));
        if (brush.chance(0.5)) {
            for (double x = -width; x < 2 * width; x += width * 0.12) {
                brush.trace(
                        Brush.line(width / 2 + (x - width / 2) * 0.6, floor, x, height), Brush.shaded(ground, 0.75), 1);
            }
        }
        brush.flat(Brush.box(0, floor - 3, width, floor), near(main));
        for (int i = brush.count(0, 2); i > 0; i--) {
            double x = brush.between(0, width * 0.8);
            double y = brush.between(0, floor * 0.5);
            Shape picture = Brush.box(x, y, x + width * brush.between(0.15, 0.35), y + floor * brush.between(0.2, 0.5));
            brush.fill(picture, Backdrop.color(brush.random()));
            brush.trace(picture, near(main), brush.between(1, 4));
        }
    }

    /** As far behind what is sharp. */
    private void blurred() {
        gradient(Brush.box(0, 0, width, height), near(main), near(main));
        for (int i = brush.count(8, 25); i > 0; i--) {
            Color spot = brush.chance(0.6) ? near(main) : Backdrop.color(brush.random());
            double size = width * brush.between(0.05, 0.3);
            double x = brush.between(0, width);
            double y = brush.between(0, height);
            for (int ring = 1; ring <= 4; ring++) {
                brush.flat(Brush.ellipse(x, y, size * ring / 4, size * ring / 4), Brush.veiled(spot, 0.15));
            }
        }
    }

    private void patterned() {
        gradient(Brush.box(0, 0, width, height), near(main), near(main));
        Color line = near(main);
        double gap = brush.between(8, 30);
        double slant = brush.between(-0.3, 0.3) * height;
        boolean upright = brush.chance(0.5);
        for (double at = -height; at < 2 * width; at += gap) {
            brush.trace(
                    upright ? Brush.line(at, 0, at + slant, height) : Brush.line(0, at, width, at + slant),
                    line,
                    brush.between(0.5, gap * 0.5));
        }
        mottled(0, height, brush.count(3, 12), 0.13);
    }

    /** Things that are none of those to be told apart: bars, discs, wedges, wires. */
    private void clutter() {
        for (int i = brush.count(1, 6); i > 0; i--) {
            Color color = brush.chance(0.5) ? near(main) : Backdrop.color(brush.random());
            double x = brush.between(0, width);
            double y = brush.between(0, height);
            double size = width * brush.between(0.05, 0.22);
            switch (brush.count(0, 4)) {
                case 0 -> brush.fill(Brush.box(x, y, x + size, y + size * brush.between(0.5, 3)), color);
                case 1 -> brush.fill(Brush.ellipse(x, y, size * 0.7, size * 0.7), color);
                case 2 ->
                    brush.trace(Brush.ellipse(x, y, size, size * brush.between(0.3, 1)), color, brush.between(1, 5));
                case 3 ->
                    brush.fill(
                            Brush.polygon(
                                    x,
                                    y,
                                    x + size,
                                    y + brush.between(-1, 1) * size,
                                    x + size * brush.between(-0.5, 0.5),
                                    y + size * 1.5),
                            color);
                default ->
                    brush.trace(
                            Brush.line(x, y, brush.between(0, width), brush.between(0, height)),
                            color,
                            brush.between(1, 6));
            }
        }
    }

    private void grass() {
        blades(height * brush.between(0.8, 0.95), near(main), 120);
    }

    private void leaves() {
        Color leaf = brush.color(brush.between(0.1, 0.4), brush.between(0.3, 0.8), brush.between(0.2, 0.7));
        double corner = brush.chance(0.5) ? 0 : width;
        for (int i = brush.count(10, 30); i > 0; i--) {
            double x = corner + brush.between(-0.35, 0.35) * width;
            brush.fill(
                    Brush.ellipse(x, brush.between(0, height), brush.between(2, 8), brush.between(2, 5)), near(leaf));
        }
    }

    private void post() {
        double x = brush.between(0.1, 0.9) * width;
        double wide = brush.between(2, 8);
        brush.fill(Brush.box(x, 0, x + wide, height), near(main));
        if (brush.chance(0.4)) {
            double y = brush.between(0.4, 0.9) * height;
            brush.fill(Brush.box(0, y, width, y + wide * 0.7), near(main));
        }
    }
}
