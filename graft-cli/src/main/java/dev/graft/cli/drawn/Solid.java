package dev.graft.cli.drawn;

import java.awt.Color;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Boxes and flat faces in space, seen from a side and a little from above: x to the right, y down, z to the viewer. */
final class Solid {
    private static final double FAR = 6; // of the viewer from the middle

    private final double turn;
    private final double tilt;
    private final double light;
    private final List<Face> faces = new ArrayList<>();

    private record Face(Path2D outline, double depth, Color color) {}

    /** @param turn about the vertical, in radians @param tilt that it is seen from above by, in radians */
    Solid(double turn, double tilt, double light) {
        this.turn = turn;
        this.tilt = tilt;
        this.light = light;
    }

    /** Given as three pairs: left and right, top and bottom, back and front. */
    void box(Color color, double x0, double x1, double y0, double y1, double z0, double z1) {
        face(color, 0, corners(x0, y0, z1, x1, y0, z1, x1, y1, z1, x0, y1, z1));
        face(color, 0, corners(x0, y0, z0, x1, y0, z0, x1, y1, z0, x0, y1, z0));
        face(color, 0, corners(x0, y0, z0, x0, y0, z1, x0, y1, z1, x0, y1, z0));
        face(color, 0, corners(x1, y0, z0, x1, y0, z1, x1, y1, z1, x1, y1, z0));
        face(color, 0, corners(x0, y0, z0, x1, y0, z0, x1, y0, z1, x0, y0, z1));
    }

    /** A rod with a square section between two points. */
    void rod(Color color, double half, double x0, double y0, double z0, double x1, double y1, double z1) {
        face(color, 0, corners(x0 - half, y0, z0, x0 + half, y0, z0, x1 + half, y1, z1, x1 - half, y1, z1));
        face(color, 0, corners(x0, y0, z0 - half, x0, y0, z0 + half, x1, y1, z1 + half, x1, y1, z1 - half));
    }

    /** @param points three numbers for each corner */
    static double[][] corners(double... points) {
        double[][] corners = new double[points.length / 3][];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = new double[] {points[3 * i], points[3 * i + 1], points[3 * i + 2]};
        }
        return corners;
    }

    /** @param nearer by how much it is drawn as if it lay nearer, for what lies on another face */
    void face(Color color, double nearer, double[]... corners) {
        double[][] seen = new double[corners.length][];
        Path2D outline = new Path2D.Double();
        double depth = 0;
        for (int i = 0; i < corners.length; i++) {
            seen[i] = turned(corners[i]);
            double scale = FAR / (FAR - seen[i][2]);
            if (i == 0) {
                outline.moveTo(seen[i][0] * scale, seen[i][1] * scale);
            } else {
                outline.lineTo(seen[i][0] * scale, seen[i][1] * scale);
            }
            depth += seen[i][2] / corners.length;
        }
        outline.closePath();
        faces.add(new Face(outline, depth + nearer, Brush.shaded(color, brightness(seen))));
    }

    private double[] turned(double[] point) {
        double x = point[0] * Math.cos(turn) + point[2] * Math.sin(turn);
        double z = -point[0] * Math.sin(turn) + point[2] * Math.cos(turn);
        return new double[] {
            x, point[1] * Math.cos(tilt) + z * Math.sin(tilt), z * Math.cos(tilt) - point[1] * Math.sin(tilt)
        };
    }

    /** By Lambert's law, with some light from everywhere. */
    private double brightness(double[]... seen) {
        double[] a = difference(seen[1], seen[0]);
        double[] b = difference(seen[2], seen[0]);
        double[] normal = {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
        double length = Math.sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]) + 1e-9;
        double towards = Math.signum(normal[2]) * (0.6 * light * normal[0] - 0.65 * normal[1] + 0.45 * normal[2]);
        return 0.6 + 0.55 * Math.max(0, towards / length);
    }

    private static double[] difference(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    /** From the back to the front. */
    void paint(Brush brush) {
        faces.sort(Comparator.comparingDouble(Face::depth));
        for (Face face : faces) {
            brush.flat(face.outline(), face.color());
            brush.trace(face.outline(), Brush.shaded(face.color(), 0.85), 0.008);
        }
    }
}
