package dev.graft.data;

import dev.graft.image.Pixels;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Pictures whose pixels lie one after the other in files, all of one size; they stay there until they are asked for. */
final class RawImages implements Dataset<Image> {
    private final String name;
    private final Form form;
    private final List<Run> runs;
    private final List<Target> targets;

    /**
     * How one picture lies in a file.
     *
     * @param skip bytes before its pixels, such as a label
     * @param order of its bytes
     */
    record Form(int skip, int width, int height, int channels, Order order) {
        int pixels() {
            return width * height * channels;
        }

        int stride() {
            return skip + pixels();
        }

        /** The bytes row by row, the channels of a pixel together. */
        byte[] rows(byte[] data) {
            int area = width * height;
            byte[] rows = new byte[data.length];
            for (int i = 0; i < area; i++) {
                for (int channel = 0; channel < channels; channel++) {
                    rows[i * channels + channel] = switch (order) {
                        case ROWS -> data[i * channels + channel];
                        case PLANES -> data[channel * area + i];
                        case COLUMNS -> data[(i % width * height + i / width) * channels + channel];
                    };
                }
            }
            return rows;
        }
    }

    /** How the bytes of a picture follow each other: row by row with the channels together, or otherwise. */
    enum Order {
        ROWS,
        /** Each channel stands alone, row by row. */
        PLANES,
        /** Column by column. */
        COLUMNS
    }

    /** So many pictures from a place of a file on. */
    record Run(Pieces pieces, long start, int count) {}

    private record InRun(Run run, Form form, int index) implements Encoded.Raw {
        @Override
        public Pixels pixels() throws IOException {
            long at = run.start() + (long) index * form.stride() + form.skip();
            byte[] data = run.pieces().read(at, form.pixels());
            return new Pixels(form.width(), form.height(), form.channels(), form.rows(data));
        }
    }

    RawImages(String name, Form form, List<Run> runs, List<Target> targets) {
        this.name = name;
        this.form = form;
        this.runs = List.copyOf(runs);
        this.targets = List.copyOf(targets);
    }

    @Override
    public int size() {
        return targets.size();
    }

    @Override
    public Sample<Image> get(int index) {
        int left = Objects.checkIndex(index, targets.size());
        for (Run run : runs) {
            if (left < run.count()) {
                String where = run.pieces().name() + ", picture " + left;
                return new Sample<>(new Image(where, new InRun(run, form, left)), targets.get(index), where);
            }
            left -= run.count();
        }
        throw new IllegalStateException("fewer pictures than targets in " + name);
    }

    @Override
    public Target target(int index) {
        return targets.get(index);
    }

    @Override
    public String name() {
        return name;
    }
}
