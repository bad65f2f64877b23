package dev.graft.cli.drawn;

import java.awt.Color;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;

/** Slender or high, plain, striped or spotted, with a forked tail or a round one; it looks to the left. */
final class Fish {
    private final Brush brush;
    private final double back; // its height above the middle
    private final double belly;
    private final Color color;
    private final Color fin;
    private final Color mark;

    private Fish(Brush brush) {
        this.brush = brush;
        back = brush.between(0.22, 0.62);
        belly = back * brush.between(0.7, 1.1);
        color = brush.color();
        fin = brush.chance(0.5) ? Brush.shaded(color, 0.75) : brush.color();
        mark = brush.color();
    }

    static void draw(Brush brush) {
        brush.canvas().rotate(brush.between(-0.4, 0.4));
        Fish fish = new Fish(brush);
        fish.tail();
        fish.backFins();
        Path2D body = fish.body();
        brush.fill(body, fish.color);
        brush.within(body, fish::markings);
        brush.trace(body, Brush.veiled(Brush.shaded(fish.color, 0.4), 0.5), 0.015);
        fish.face();
    }

    private Path2D body() {
        Path2D body = new Path2D.Double();
        body.moveTo(-0.8, 0.02);
        body.curveTo(-0.55, -back * 1.15, 0.1, -back * 1.25, 0.55, -0.07);
        body.lineTo(0.55, 0.07);
        body.curveTo(0.1, belly * 1.25, -0.55, belly * 1.15, -0.8, 0.02);
        body.closePath();
        return body;
    }

    private void tail() {
        double high = brush.between(0.22, 0.45);
        double end = brush.between(0.85, 1);
        double notch = brush.between(0.62, 0.95);
        Path2D tail = new Path2D.Double();
        tail.moveTo(0.5, 0);
        tail.quadTo(0.62, -high * 0.4, end, -high);
        tail.quadTo(notch, 0, end, high * brush.between(0.7, 1.1));
        tail.quadTo(0.62, high * 0.4, 0.5, 0);
        brush.fill(tail, fin);
        rays(tail, 0.5, 0, end, high);
    }

    private void backFins() {
        double from = brush.between(-0.35, -0.1);
        double to = brush.between(0.15, 0.42);
        double peak = -back - brush.between(0.05, 0.3);
        Path2D fins = new Path2D.Double();
        fins.moveTo(from, -back * 0.7);
        fins.quadTo(from + 0.05, peak, (from + to) / 2, peak * brush.between(0.9, 1.1));
        fins.quadTo(to, -back, to, -back * 0.35);
        fins.closePath();
        brush.fill(fins, fin);
        rays(fins, (from + to) / 2, 0, to, -peak);
        double low = belly * 0.6;
        brush.fill(Brush.polygon(0.05, low, 0.3, low * 0.5, 0.32, low + brush.between(0.1, 0.3)), fin);
        brush.fill(Brush.polygon(-0.3, low, -0.1, low, -0.12, low + brush.between(0.15, 0.35)), fin);
    }

    private void rays(Path2D within, double x, double y, double toX, double reach) {
        Color line = Brush.veiled(Brush.shaded(fin, 0.5), 0.6);
        brush.within(within, () -> {
            for (int i = -6; i <= 6; i++) {
                brush.trace(Brush.line(x, y, toX, y + reach * i / 5.0), line, 0.012);
            }
        });
    }

    private void markings() {
        brush.flat(
                Brush.ellipse(-0.1, belly * 0.9, 0.7, belly * 0.5), Brush.veiled(Color.WHITE, brush.between(0.1, 0.5)));
        switch (brush.count(0, 3)) {
            case 0 -> {
                double gap = brush.between(0.14, 0.28);
                for (double x = -0.45; x < 0.55; x += gap) {
                    brush.trace(
                            Brush.line(x, -0.8, x + brush.between(-0.05, 0.05), 0.8),
                            mark,
                            gap * brush.between(0.25, 0.5));
                }
            }
            case 1 -> {
                for (int i = brush.count(8, 30); i > 0; i--) {
                    double size = brush.between(0.015, 0.05);
                    brush.flat(Brush.ellipse(brush.between(-0.45, 0.5), brush.between(-back, belly), size, size), mark);
                }
            }
            case 2 -> brush.trace(Brush.line(-0.8, 0, 0.6, brush.between(-0.1, 0.1)), mark, brush.between(0.05, 0.15));
            default -> {}
        }
        scales();
    }

    private void scales() {
        Color line = Brush.veiled(Brush.shaded(color, 0.4), brush.between(0.1, 0.5));
        double size = brush.between(0.07, 0.11);
        for (double x = -0.4; x < 0.5; x += size) {
            for (double y = -0.6; y < 0.6; y += size) {
                double off = (int) Math.round(y / size) % 2 == 0 ? 0 : size / 2;
                brush.trace(new Arc2D.Double(x + off, y, size, size, 90, 180, Arc2D.OPEN), line, 0.008);
            }
        }
    }

    private void face() {
        brush.trace(
                new Arc2D.Double(-0.62, -back * 0.6, 0.24, (back + belly) * 0.6, -70, 140, Arc2D.OPEN),
                Brush.veiled(Brush.shaded(color, 0.35), 0.7),
                0.025);
        brush.fill(Brush.polygon(-0.3, 0.05, -0.02, brush.between(-0.02, 0.1), -0.05, brush.between(0.15, 0.28)), fin);
        double eye = brush.between(0.045, 0.08);
        brush.flat(Brush.ellipse(-0.6, -back * 0.22, eye, eye), brush.color(0.12, brush.between(0, 0.5), 0.95));
        brush.flat(Brush.ellipse(-0.605, -back * 0.22, eye * 0.55, eye * 0.55), Color.BLACK);
        brush.trace(Brush.line(-0.8, 0.03, -0.7, 0.06), Brush.shaded(color, 0.3), 0.02);
    }
}
