package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.ImageArchive;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.Target;
import dev.graft.image.Pixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Handwritten characters, each a class, as doodles look: strokes bright on dark, and about as wide. */
final class Omniglot {
    private static final int WIDEN = 2; // pixels of 105 on each side: strokes of 3 become 7, which are 1.9 of 28
    private static final int HELD_OUT_FROM = 11; // of the 20 drawings of a character the last ten are tested on

    private Omniglot() {}

    static Dataset<Image> train() throws IOException {
        return part("Omniglot, train", true);
    }

    static Dataset<Image> test() throws IOException {
        return part("Omniglot, test", false);
    }

    private static Dataset<Image> part(String name, boolean train) throws IOException {
        Path file = StudyData.folder().resolve("vision").resolve("omniglot_small1.zip");
        List<Sample<Image>> samples = new ArrayList<>();
        for (Sample<Image> sample : ImageStudyData.samples(ImageArchive.open(file))) {
            String[] path = sample.where().split("/"); // .../ALPHABET/characterNN/NNNN_DD.png
            String drawing = path[path.length - 1].replaceAll(".*_(\\d+)\\.png", "$1");
            if (Integer.parseInt(drawing) < HELD_OUT_FROM == train) {
                String character = path[path.length - 3] + "/" + path[path.length - 2];
                Image doodle = Image.of(doodle(sample.input().pixels().grey()));
                samples.add(new Sample<>(doodle, new Target.Label(character), sample.where()));
            }
        }
        return new Samples<>(name, samples);
    }

    /** Inverted, each pixel as bright as the brightest near it. */
    static Pixels doodle(Pixels dark) {
        byte[] bright = new byte[dark.data().length];
        for (int y = 0; y < dark.height(); y++) {
            for (int x = 0; x < dark.width(); x++) {
                int least = 255;
                for (int v = Math.max(0, y - WIDEN); v <= Math.min(dark.height() - 1, y + WIDEN); v++) {
                    for (int u = Math.max(0, x - WIDEN); u <= Math.min(dark.width() - 1, x + WIDEN); u++) {
                        least = Math.min(least, dark.at(u, v, 0));
                    }
                }
                bright[y * dark.width() + x] = (byte) (255 - least);
            }
        }
        return new Pixels(dark.width(), dark.height(), 1, bright);
    }
}
