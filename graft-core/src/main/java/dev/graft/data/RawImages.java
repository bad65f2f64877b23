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
     * @param planes whether each channel stands alone, or channels pixel by pixel
     */
    record Form(int skip, int width, int height, int channels, boolean planes) {
        int pixels() {
            return width * height * channels;
        }

        int stride() {
            return skip + pixels();
        }
    }

    /** So many pictures from a place of a file on. */
    record Run(Pieces pieces, long start, int count) {}

    private record InRun(Run run, Form form, int index) implements Encoded.Raw {
        @Override
        public Pixels pixels() throws IOException {
            long at = run.start() + (long) index * form.stride() + form.skip();
            byte[] data = run.pieces().read(at, form.pixels());
            return new Pixels(
                    form.width(),
                    form.height(),
                    form.channels(),
                    form.planes() ? interleaved(data, form.channels()) : data);
        }
    }

    RawImages(String name, Form form, List<Run> runs, List<Target> targets) {
        this.name = name;
        this.form = form;
        this.runs = List.copyOf(runs);
        this.targets = List.copyOf(targets);
    }

    private static byte[] interleaved(byte[] planes, int channels) {
        byte[] pixels = new byte[planes.length];
        int area = planes.length / channels;
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < area; i++) {
                pixels[i * channels + channel] = planes[channel * area + i];
            }
        }
        return pixels;
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
