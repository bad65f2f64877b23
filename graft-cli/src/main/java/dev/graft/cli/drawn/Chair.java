package dev.graft.cli.drawn;

import java.awt.Color;

/** Of wood with four legs, upholstered with arms, or on a column as in an office. */
final class Chair {
    private static final double FLOOR = 0.85;
    private static final double LEG = 0.05;

    private final Brush brush;
    private final Solid solid;
    private final double half; // of its width and depth
    private final double seat;
    private final double top;
    private final Color wood;
    private final Color cloth;

    private Chair(Brush brush) {
        this.brush = brush;
        double side = brush.chance(0.5) ? 1 : -1;
        solid = new Solid(side * brush.between(0.15, 1.1), brush.between(0.12, 0.5), brush.light());
        half = brush.between(0.33, 0.45);
        seat = brush.between(0.05, 0.3);
        top = -brush.between(0.6, 0.85);
        wood = brush.color();
        cloth = brush.chance(0.5) ? wood : brush.color();
    }

    static void draw(Brush brush) {
        Chair chair = new Chair(brush);
        brush.shadow(FLOOR, 0.6);
        switch (brush.count(0, 3)) {
            case 0, 1 -> chair.wooden();
            case 2 -> chair.armchair();
            default -> chair.office();
        }
        chair.solid.paint(brush);
    }

    private void wooden() {
        double splay = brush.between(0, 0.08);
        for (int i = 0; i < 4; i++) {
            double x = (i % 2 == 0 ? -1 : 1) * (half - LEG);
            double z = (i < 2 ? -1 : 1) * (half - LEG);
            solid.rod(wood, LEG * 0.8, x, seat, z, x * (1 + splay), FLOOR, z * (1 + splay));
        }
        if (brush.chance(0.5)) {
            double rung = brush.between(0.5, 0.65);
            solid.rod(wood, 0.025, -half, rung, half - LEG, half, rung, half - LEG);
        }
        solid.box(cloth, -half, half, seat - brush.between(0.05, 0.12), seat, -half, half);
        back();
        if (brush.chance(0.25)) {
            arms(LEG * 0.7, seat - 0.32);
        }
    }

    /** Slats that stand or lie, or one board. */
    private void back() {
        double lean = -half - brush.between(0.02, 0.15);
        solid.rod(wood, LEG * 0.8, -half + LEG, seat, -half, -half + LEG, top, lean);
        solid.rod(wood, LEG * 0.8, half - LEG, seat, -half, half - LEG, top, lean);
        int slats = brush.count(2, 5);
        switch (brush.count(0, 2)) {
            case 0 -> {
                board(top, top + 0.12, lean, wood);
                for (int i = 0; i < slats; i++) {
                    double x = -half + 2 * half * (i + 1) / (slats + 1);
                    solid.rod(wood, 0.035, x, seat, -half, x, top, lean);
                }
            }
            case 1 -> {
                for (int i = 0; i < slats; i++) {
                    double y = top + (seat - 0.15 - top) * i / slats;
                    board(y, y + 0.11, lean, wood);
                }
            }
            default -> board(top, brush.between(-0.3, 0), lean, cloth);
        }
    }

    private void board(double from, double to, double z, Color color) {
        solid.box(color, -half + LEG, half - LEG, from, to, z, z + 0.05);
    }

    private void arms(double thick, double y) {
        for (int side = -1; side <= 1; side += 2) {
            double x = side * half;
            solid.box(wood, x - thick, x + thick, y, y + 0.07, -half, half * 0.9);
            solid.rod(wood, LEG * 0.7, x, y, half * 0.8, x, seat, half * 0.8);
        }
    }

    private void armchair() {
        double wide = half + 0.12;
        double arm = seat - brush.between(0.2, 0.35);
        for (int i = 0; i < 4; i++) {
            double x = (i % 2 == 0 ? -1 : 1) * (wide - 0.08);
            double z = (i < 2 ? -1 : 1) * (half - 0.08);
            solid.rod(wood, 0.05, x, 0.6, z, x, FLOOR, z);
        }
        solid.box(cloth, -wide, wide, seat, 0.65, -half, half);
        solid.box(Brush.shaded(cloth, 1.1), -wide + 0.17, wide - 0.17, seat - 0.14, seat, -half + 0.1, half + 0.03);
        solid.box(cloth, -wide, wide, top + 0.15, 0.6, -half - 0.15, -half + 0.1);
        solid.box(cloth, -wide, -wide + 0.17, arm, 0.6, -half, half);
        solid.box(cloth, wide - 0.17, wide, arm, 0.6, -half, half);
    }

    private void office() {
        int feet = 5;
        double start = brush.between(0, 1);
        for (int i = 0; i < feet; i++) {
            double angle = start + 2 * Math.PI * i / feet;
            double x = half * 1.1 * Math.cos(angle);
            double z = half * 1.1 * Math.sin(angle);
            solid.rod(wood, 0.045, 0, FLOOR - 0.15, 0, x, FLOOR - 0.08, z);
            solid.box(Color.DARK_GRAY, x - 0.04, x + 0.04, FLOOR - 0.08, FLOOR, z - 0.04, z + 0.04);
        }
        solid.rod(wood, 0.05, 0, seat, 0, 0, FLOOR - 0.12, 0);
        solid.box(cloth, -half, half, seat - 0.12, seat, -half, half);
        solid.rod(wood, 0.05, 0, seat, -half, 0, -0.2, -half - 0.1);
        solid.box(cloth, -half * 0.9, half * 0.9, top, -brush.between(0, 0.15), -half - 0.15, -half - 0.05);
        if (brush.chance(0.6)) {
            arms(0.05, seat - 0.35);
        }
    }
}
