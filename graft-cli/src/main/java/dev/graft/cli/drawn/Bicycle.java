package dev.graft.cli.drawn;

import java.awt.Color;

/** Seen from its side: with a straight or a low frame, large wheels or small ones, bent or flat handlebars. */
final class Bicycle {
    private static final double GROUND = 0.8;

    private Bicycle() {}

    static void draw(Brush brush) {
        double wheel = brush.between(0.32, 0.45);
        double axle = GROUND - wheel;
        double rear = -brush.between(0.48, 0.56);
        double front = brush.between(0.5, 0.6);
        double width = brush.between(0.035, 0.07);
        Color frame = brush.color();
        Color tire = brush.chance(0.8) ? brush.color(0, 0, brush.between(0.08, 0.25)) : brush.color();
        Color metal = brush.color(0.6, 0.06, brush.between(0.5, 0.85));
        brush.shadow(GROUND, 0.9);
        wheel(brush, rear, axle, wheel, tire, metal);
        wheel(brush, front, axle, wheel, tire, metal);
        frame(brush, new double[] {rear, front, axle}, frame, width);
        if (brush.chance(0.5)) {
            mudguard(brush, rear, axle, wheel + 0.05, frame);
            mudguard(brush, front, axle, wheel + 0.05, frame);
        }
    }

    private static void wheel(Brush brush, double x, double y, double radius, Color tire, Color metal) {
        int spokes = brush.count(7, 14);
        double start = brush.between(0, Math.PI);
        for (int i = 0; i < spokes; i++) {
            double angle = start + Math.PI * i / spokes;
            double dx = radius * Math.cos(angle);
            double dy = radius * Math.sin(angle);
            brush.trace(Brush.line(x - dx, y - dy, x + dx, y + dy), metal, 0.008);
        }
        brush.trace(Brush.ellipse(x, y, radius * 0.9, radius * 0.9), metal, 0.02);
        brush.trace(Brush.ellipse(x, y, radius, radius), tire, brush.between(0.03, 0.075));
        brush.flat(Brush.ellipse(x, y, 0.04, 0.04), metal);
    }

    private static void frame(Brush brush, double[] axles, Color color, double width) {
        double rear = axles[0];
        double front = axles[1];
        double axle = axles[2];
        double pedal = brush.between(-0.12, -0.02);
        double seat = brush.between(-0.26, -0.18);
        double top = axle - brush.between(0.48, 0.62);
        double head = brush.between(0.32, 0.4);
        double low = brush.chance(0.3) ? brush.between(0.25, 0.4) : brush.between(-0.02, 0.06); // of the upper tube
        Color dark = brush.color(brush.between(0, 0.1), 0.4, brush.between(0.1, 0.4));
        brush.rod(color, width * 0.6, rear, axle, pedal, axle + 0.04);
        brush.rod(color, width * 0.6, rear, axle, seat + 0.03, top + 0.1);
        brush.rod(color, width, pedal, axle + 0.04, seat, top);
        brush.rod(color, width, pedal, axle + 0.04, head, top + 0.12);
        brush.rod(color, width, seat + 0.02 + low * 0.2, top + 0.05 + low, head, top + 0.04);
        brush.rod(color, width * 0.8, head - 0.03, top - 0.06, head + 0.03, top + 0.14, front, axle);
        brush.rod(dark, 0.03, seat, top, seat - 0.03, top - 0.12);
        brush.fill(Brush.ellipse(seat - 0.04, top - 0.14, brush.between(0.11, 0.16), 0.04), dark);
        handlebar(brush, head - 0.04, top - 0.06, dark);
        brush.trace(Brush.ellipse(pedal, axle + 0.04, 0.1, 0.1), dark, 0.03);
        double angle = brush.between(0, Math.PI);
        double dx = 0.17 * Math.cos(angle);
        double dy = 0.17 * Math.sin(angle);
        brush.rod(dark, 0.03, pedal - dx, axle + 0.04 - dy, pedal + dx, axle + 0.04 + dy);
    }

    private static void handlebar(Brush brush, double x, double y, Color color) {
        double up = brush.between(0.05, 0.18);
        switch (brush.count(0, 2)) {
            case 0 -> brush.rod(color, 0.04, x, y, x - 0.02, y - up, x + 0.13, y - up, x + 0.15, y - up + 0.15);
            case 1 -> brush.rod(color, 0.04, x, y, x - 0.02, y - up, x - 0.17, y - up - 0.02);
            default -> brush.rod(color, 0.045, x, y, x, y - up, x + 0.08, y - up);
        }
    }

    private static void mudguard(Brush brush, double x, double y, double radius, Color color) {
        double from = brush.between(0, 40);
        brush.trace(
                new java.awt.geom.Arc2D.Double(
                        x - radius, y - radius, 2 * radius, 2 * radius, from, 140, java.awt.geom.Arc2D.OPEN),
                Brush.shaded(color, 0.8),
                0.03);
    }
}
