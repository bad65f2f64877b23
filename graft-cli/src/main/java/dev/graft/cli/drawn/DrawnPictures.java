package dev.graft.cli.drawn;

import dev.graft.base.Storage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A small task for a network that knows photographs: six kinds of things, drawn each time in another form, pose, color
 * and light, before another background, as JPEGs in {@code train/CLASS} and {@code test/CLASS}. No file is shipped, and
 * the same seed draws the same pictures.
 */
public final class DrawnPictures {
    /** Of each kind. */
    public static final int TRAIN = 40;

    /** Of each kind. */
    public static final int TEST = 25;

    private static final int[][] SIZES = {{144, 144}, {160, 120}, {120, 160}};

    private DrawnPictures() {}

    /** Draws them all, on all processors. */
    public static void write(Path folder, long seed) throws IOException {
        List<Kind> kinds = List.of(Kind.values());
        try {
            IntStream.range(0, kinds.size() * (TRAIN + TEST)).parallel().forEach(i -> {
                Kind kind = kinds.get(i % kinds.size());
                int number = i / kinds.size();
                String part = number < TRAIN ? "train" : "test";
                Path file = folder.resolve(part)
                        .resolve(kind.label())
                        .resolve(String.format(Locale.ROOT, "%02d.jpg", number < TRAIN ? number : number - TRAIN));
                write(file, kind, new SplittableRandom(seed * 1_000_003 + i));
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(Path file, Kind kind, SplittableRandom random) {
        try {
            byte[] picture = jpeg(kind, random);
            Storage.LOCAL.writeFile(file, out -> out.write(picture));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] jpeg(Kind kind, SplittableRandom random) throws IOException {
        int[] size = SIZES[random.nextInt(SIZES.length)];
        BufferedImage scene = new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = scene.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            Color main = Backdrop.color(random);
            Brush brush = new Brush(canvas, random, main, random.nextBoolean() ? 1 : -1);
            Backdrop.behind(brush, size[0], size[1]);
            Graphics2D posed = (Graphics2D) canvas.create();
            pose(posed, brush, size);
            kind.draw(new Brush(posed, random, main, brush.light()));
            posed.dispose();
            Backdrop.before(brush, size[0], size[1]);
        } finally {
            canvas.dispose();
        }
        return new Lens(random, size[0], size[1]).jpeg(scene);
    }

    /** Moves the canvas from -1 to 1 to some place, size and angle in the picture. */
    private static void pose(Graphics2D canvas, Brush chance, int... size) {
        double scale = Math.min(size[0], size[1]) / 2.0 * chance.between(0.6, 1);
        double roomX = Math.max(0, size[0] / 2.0 - scale * 0.85);
        double roomY = Math.max(0, size[1] / 2.0 - scale * 0.85);
        canvas.translate(size[0] / 2.0 + chance.between(-roomX, roomX), size[1] / 2.0 + chance.between(-roomY, roomY));
        canvas.rotate(chance.between(-0.15, 0.15));
        canvas.shear(chance.between(-0.15, 0.15), 0);
        canvas.scale((chance.chance(0.5) ? scale : -scale) * chance.between(0.75, 1), scale);
    }
}
