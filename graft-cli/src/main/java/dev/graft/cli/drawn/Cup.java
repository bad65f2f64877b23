package dev.graft.cli.drawn;

import java.awt.Color;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;

/** A mug, a tea cup or a tall glass of coffee, with a handle, seen from above by more or less. */
final class Cup {
    private final Brush brush;
    private final double rim;
    private final double foot;
    private final double top;
    private final double bottom;
    private final double open; // height of the rim's ellipse over its width
    private final Color color;

    private Cup(Brush brush) {
        this.brush = brush;
        boolean tea = brush.chance(0.4);
        rim = tea ? brush.between(0.55, 0.68) : brush.between(0.38, 0.52);
        foot = rim * (tea ? brush.between(0.4, 0.6) : brush.between(0.75, 1.05));
        double height = tea ? brush.between(0.6, 0.8) : brush.between(0.85, 1.35);
        top = -height / 2;
        bottom = height / 2;
        open = brush.between(0.12, 0.42);
        color = brush.color();
    }

    static void draw(Brush brush) {
        Cup cup = new Cup(brush);
        brush.shadow(cup.bottom + cup.foot * cup.open * 0.5, cup.rim * 1.3);
        if (brush.chance(0.4)) {
            cup.saucer();
        }
        double side = brush.chance(0.5) ? 1 : -1;
        cup.handle(side);
        cup.body();
    }

    private void saucer() {
        Color china = brush.chance(0.6) ? color : brush.color();
        double wide = rim * brush.between(1.35, 1.7);
        double y = bottom + 0.02;
        brush.fill(Brush.ellipse(0, y + 0.03, wide, wide * open), Brush.shaded(china, 0.7));
        brush.fill(Brush.ellipse(0, y, wide, wide * open), china);
        brush.flat(Brush.ellipse(0, y, wide * 0.6, wide * open * 0.6), Brush.shaded(china, 0.85));
    }

    private void handle(double side) {
        double height = (bottom - top) * brush.between(0.5, 0.75);
        double middle = (top + bottom) / 2 - brush.between(0, 0.08);
        double wide = brush.between(0.3, 0.5);
        double thick = brush.between(0.07, 0.13);
        double x = side * (rim + foot) / 2 * 0.95;
        Arc2D arc =
                new Arc2D.Double(x - wide, middle - height / 2, 2 * wide, height, side > 0 ? -95 : 85, 190, Arc2D.OPEN);
        brush.trace(arc, Brush.shaded(color, 0.55), thick);
        brush.trace(arc, Brush.shaded(color, side * brush.light() > 0 ? 1.1 : 0.8), thick * 0.7);
    }

    private void body() {
        Path2D side = new Path2D.Double();
        double belly = brush.between(0.2, 1.1); // 1 for straight sides that end in a round bottom
        side.moveTo(-rim, top);
        side.curveTo(-rim, top + (bottom - top) * 0.5, -foot - (rim - foot) * belly, bottom - 0.1, -foot, bottom);
        side.curveTo(-foot * 0.5, bottom + foot * open * 0.65, foot * 0.5, bottom + foot * open * 0.65, foot, bottom);
        side.curveTo(foot + (rim - foot) * belly, bottom - 0.1, rim, top + (bottom - top) * 0.5, rim, top);
        side.closePath();
        brush.fill(side, color);
        brush.within(side, this::pattern);
        brush.fill(Brush.ellipse(0, top, rim, rim * open), Brush.shaded(color, 1.15));
        brush.flat(Brush.ellipse(0, top + 0.01, rim * 0.92, rim * open * 0.9), Brush.shaded(color, 0.5));
        if (brush.chance(0.7)) {
            Color drink = brush.color(brush.between(0.04, 0.12), 0.7, brush.between(0.15, 0.55));
            brush.fill(Brush.ellipse(0, top + rim * open * 0.25, rim * 0.82, rim * open * 0.68), drink);
        }
        double shine = -rim * 0.6 * brush.light();
        brush.flat(Brush.ellipse(-shine, 0, rim * 0.08, (bottom - top) * 0.3), Brush.veiled(Color.WHITE, 0.25));
    }

    private void pattern() {
        Color paint = brush.color();
        switch (brush.count(0, 3)) {
            case 0 -> {
                double y = brush.between(top + 0.2, bottom - 0.1);
                brush.trace(
                        new Arc2D.Double(-rim, y - rim * open, 2 * rim, 2 * rim * open, 180, 180, Arc2D.OPEN),
                        paint,
                        brush.between(0.04, 0.15));
            }
            case 1 -> {
                double gap = brush.between(0.15, 0.3);
                for (double x = -rim; x < rim; x += gap) {
                    brush.trace(Brush.line(x, top, x * foot / rim, bottom + 0.1), paint, gap * 0.3);
                }
            }
            case 2 -> {
                for (int i = brush.count(6, 20); i > 0; i--) {
                    double size = brush.between(0.03, 0.08);
                    brush.flat(Brush.ellipse(brush.between(-rim, rim), brush.between(top, bottom), size, size), paint);
                }
            }
            default -> {}
        }
    }
}
