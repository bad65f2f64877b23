package dev.graft.cli.drawn;

import java.awt.Color;
import java.awt.geom.Path2D;

/** With a round crown, a fir, a palm, or bare as in winter. */
final class Tree {
    private static final double GROUND = 0.9;

    private final Brush brush;
    private final Color bark;
    private final Color leaf;

    private Tree(Brush brush) {
        this.brush = brush;
        bark = brush.chance(0.7)
                ? brush.color(brush.between(0.04, 0.12), brush.between(0.15, 0.5), brush.between(0.2, 0.55))
                : brush.color();
        leaf = brush.chance(0.6)
                ? brush.color(brush.between(0.1, 0.4), brush.between(0.35, 0.8), brush.between(0.25, 0.75))
                : brush.color();
    }

    static void draw(Brush brush) {
        Tree tree = new Tree(brush);
        brush.shadow(GROUND, brush.between(0.3, 0.7));
        switch (brush.count(0, 4)) {
            case 0, 1 -> tree.crowned();
            case 2 -> tree.fir();
            case 3 -> tree.palm();
            default ->
                tree.branch(0, GROUND, -Math.PI / 2 + brush.between(-0.1, 0.1), 0.55, brush.between(0.12, 0.2), 6);
        }
    }

    private void crowned() {
        double top = brush.between(-0.1, 0.2);
        trunk(top - 0.3, brush.between(0.12, 0.24));
        for (int i = brush.count(2, 5); i > 0; i--) {
            brush.rod(bark, 0.05, 0, top, brush.between(-0.5, 0.5), top - brush.between(0.3, 0.6));
        }
        double wide = brush.between(0.4, 0.75);
        double high = brush.between(0.4, 0.6);
        int lumps = brush.count(6, 12);
        for (int i = 0; i < lumps; i++) {
            double angle = brush.between(0, 2 * Math.PI);
            double out = Math.sqrt(brush.between(0, 1));
            double lump = brush.between(0.18, 0.3);
            lump(wide * 0.7 * out * Math.cos(angle), top - high + high * 0.7 * out * Math.sin(angle), lump);
        }
    }

    /** Leaves close together, dark below and light above. */
    private void lump(double x, double y, double radius) {
        for (int i = 0; i < 45; i++) {
            double angle = brush.between(0, 2 * Math.PI);
            double out = radius * Math.sqrt(brush.between(0, 1));
            double dx = out * Math.cos(angle);
            double dy = out * Math.sin(angle);
            double lit = 0.85 - 0.45 * dy / radius + 0.25 * brush.light() * dx / radius + brush.between(-0.15, 0.15);
            double size = brush.between(0.025, 0.06);
            brush.flat(Brush.ellipse(x + dx, y + dy, size, size * 0.8), Brush.shaded(leaf, lit));
        }
    }

    private void trunk(double top, double width) {
        double lean = brush.between(-0.1, 0.1);
        Path2D trunk = new Path2D.Double();
        trunk.moveTo(-width * 0.75, GROUND);
        trunk.quadTo(-width * 0.4, GROUND - 0.15, lean - width * 0.35, top);
        trunk.lineTo(lean + width * 0.35, top);
        trunk.quadTo(width * 0.4, GROUND - 0.15, width * 0.75, GROUND);
        trunk.closePath();
        brush.fill(trunk, bark);
        brush.within(trunk, () -> {
            for (int i = 0; i < 14; i++) {
                double x = brush.between(-width, width);
                double y = brush.between(top, GROUND);
                brush.trace(
                        Brush.line(x, y, x + 0.02, y + brush.between(0.08, 0.25)),
                        Brush.shaded(bark, brush.between(0.5, 1.2)),
                        0.014);
            }
        });
    }

    private void fir() {
        trunk(0.2, brush.between(0.1, 0.16));
        double wide = brush.between(0.4, 0.65);
        int tiers = brush.count(4, 8);
        for (int i = 0; i < tiers; i++) {
            double low = 0.6 - 1.35 * i / tiers;
            double half = wide * (1 - 0.85 * i / tiers);
            double peak = low - 1.35 / tiers * 1.9;
            Path2D tier = new Path2D.Double();
            tier.moveTo(0, peak);
            int teeth = brush.count(4, 7);
            for (int t = 0; t <= teeth; t++) {
                double x = half - 2 * half * t / teeth;
                tier.lineTo(x, low + brush.between(0, 0.07));
                tier.lineTo(x - half / teeth, low - brush.between(0.02, 0.08));
            }
            tier.closePath();
            brush.fill(tier, Brush.shaded(leaf, brush.between(0.75, 1.1)));
        }
    }

    private void palm() {
        double lean = brush.between(-0.35, 0.35);
        double top = brush.between(-0.5, -0.25);
        Path2D trunk = new Path2D.Double();
        trunk.moveTo(0, GROUND);
        trunk.quadTo(lean * 0.2, 0.2, lean, top);
        brush.trace(trunk, Brush.shaded(bark, 0.6), 0.13);
        brush.trace(trunk, bark, 0.08);
        int fronds = brush.count(7, 12);
        for (int i = 0; i < fronds; i++) {
            double angle = -Math.PI * (i + brush.between(0, 0.8)) / fronds;
            double reach = brush.between(0.45, 0.65);
            double x = lean + reach * Math.cos(angle);
            double y = top + reach * 0.6 * Math.sin(angle) + brush.between(0.1, 0.4);
            Path2D frond = new Path2D.Double();
            frond.moveTo(lean, top);
            frond.quadTo((lean + x) / 2, top + reach * Math.sin(angle) - 0.05, x, y);
            frond.quadTo((lean + x) / 2, top + reach * Math.sin(angle) + 0.1, lean, top);
            brush.fill(frond, Brush.shaded(leaf, brush.between(0.7, 1.2)));
        }
    }

    /** A branch that forks again and again. */
    private void branch(double x, double y, double angle, double length, double width, int left) {
        double toX = x + length * Math.cos(angle);
        double toY = y + length * Math.sin(angle);
        brush.trace(Brush.line(x, y, toX, toY), Brush.shaded(bark, brush.between(0.75, 1.15)), width);
        for (int i = left <= 0 ? 0 : brush.count(2, 3); i > 0; i--) {
            double bent = angle + brush.between(-0.75, 0.75);
            branch(
                    toX,
                    toY,
                    bent,
                    length * brush.between(0.6, 0.82),
                    Math.max(0.012, width * 0.62),
                    left - 1 - (i > 2 ? 1 : 0));
        }
    }
}
