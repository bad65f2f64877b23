package dev.graft.cli.drawn;

import java.awt.Color;

/** Of one floor to three, under a gable roof, a tent roof or a flat one, seen from a corner. */
final class House {
    private static final double GROUND = 0.75;

    private final Brush brush;
    private final Solid solid;
    private final int seenSide; // 1 for the right one
    private final double wide;
    private final double deep;
    private final double eaves;
    private final Color wall;
    private final Color roof;
    private final Color frame;

    private House(Brush brush) {
        this.brush = brush;
        seenSide = brush.chance(0.5) ? 1 : -1;
        solid = new Solid(-seenSide * brush.between(0.15, 0.8), brush.between(0.02, 0.35), brush.light());
        wide = brush.between(0.5, 0.75);
        deep = brush.between(0.35, 0.55);
        eaves = brush.between(-0.45, 0.2);
        wall = brush.color();
        roof = brush.color();
        frame = brush.chance(0.6) ? new Color(235, 232, 225) : brush.color();
    }

    static void draw(Brush brush) {
        House house = new House(brush);
        brush.shadow(GROUND, 0.95);
        house.solid.box(house.wall, -house.wide, house.wide, house.eaves, GROUND, -house.deep, house.deep);
        house.windows();
        double peak = house.eaves - brush.between(0.3, 0.55);
        switch (brush.count(0, 3)) {
            case 0, 1 -> house.gable(peak);
            case 2 -> house.tent(peak);
            default -> house.flat();
        }
        house.solid.paint(brush);
    }

    /** The ridge runs from left to right. */
    private void gable(double peak) {
        double over = brush.between(0.03, 0.12);
        double low = eaves + over * 0.7;
        for (int side = -1; side <= 1; side += 2) {
            double z = side * (deep + over);
            solid.face(
                    roof,
                    0.15,
                    Solid.corners(
                            -wide - over, low, z, wide + over, low, z, wide + over, peak, 0, -wide - over, peak, 0));
            solid.face(
                    wall, 0, Solid.corners(side * wide, eaves, -deep, side * wide, eaves, deep, side * wide, peak, 0));
        }
        chimney(peak);
    }

    private void tent(double peak) {
        double over = brush.between(0.02, 0.1);
        double ridge = wide * brush.between(0, 0.6);
        double x = wide + over;
        double z = deep + over;
        for (int side = -1; side <= 1; side += 2) {
            solid.face(
                    roof,
                    0.15,
                    Solid.corners(-x, eaves, side * z, x, eaves, side * z, ridge, peak, 0, -ridge, peak, 0));
            solid.face(roof, 0.12, Solid.corners(side * x, eaves, -z, side * x, eaves, z, side * ridge, peak, 0));
        }
        chimney(peak);
    }

    private void flat() {
        double over = brush.between(0.02, 0.15);
        solid.box(roof, -wide - over, wide + over, eaves - brush.between(0.06, 0.14), eaves, -deep - over, deep + over);
    }

    private void chimney(double peak) {
        if (brush.chance(0.6)) {
            double x = wide * brush.between(-0.6, 0.6);
            Color brick = brush.color(0.03, 0.5, brush.between(0.3, 0.7));
            solid.box(brick, x - 0.07, x + 0.07, peak - 0.12, peak + 0.15, -0.05, 0.09);
        }
    }

    private void windows() {
        double height = GROUND - eaves;
        int floors = Math.max(1, (int) (height / 0.42));
        int across = brush.count(2, 4);
        int along = brush.count(1, 2);
        int door = brush.count(0, across - 1);
        Color glass = brush.color(brush.between(0.5, 0.65), 0.3, brush.between(0.15, 0.6));
        for (int f = 0; f < floors; f++) {
            double top = eaves + height * (f + 0.2) / floors;
            double bottom = eaves + height * (f + 0.72) / floors;
            boolean ground = f == floors - 1;
            for (int i = 0; i < across; i++) {
                boolean entry = ground && i == door;
                double x = -wide + 2 * wide * (i + 0.5) / across;
                double half = Math.min(0.11, 0.6 * wide / across);
                pane(entry ? roof : glass, x, half, top, entry ? GROUND : bottom, true);
            }
            for (int i = 0; i < along; i++) {
                double z = -deep + 2 * deep * (i + 0.5) / along;
                pane(glass, z, 0.1, top, bottom, false);
            }
        }
    }

    /** In the front, or in the side that is seen. */
    private void pane(Color color, double at, double half, double top, double bottom, boolean front) {
        double rim = 0.025;
        if (front) {
            onFront(frame, at, half + rim, top - rim, bottom + rim, 0.05);
            onFront(color, at, half, top, bottom, 0.06);
            onFront(frame, at, 0.012, top, bottom, 0.07);
            return;
        }
        onSide(frame, at, half + rim, top - rim, bottom + rim, 0.05);
        onSide(color, at, half, top, bottom, 0.06);
    }

    private void onFront(Color color, double x, double half, double top, double bottom, double nearer) {
        solid.face(
                color,
                nearer + wide, // before the middle of the wall, wherever on it
                Solid.corners(
                        x - half, top, deep, x + half, top, deep, x + half, bottom, deep, x - half, bottom, deep));
    }

    private void onSide(Color color, double z, double half, double top, double bottom, double nearer) {
        double x = seenSide * wide;
        solid.face(
                color,
                nearer + wide,
                Solid.corners(x, top, z - half, x, top, z + half, x, bottom, z + half, x, bottom, z - half));
    }
}
