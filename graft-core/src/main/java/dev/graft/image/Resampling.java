package dev.graft.image;

/**
 * Scales a window of a picture: first along the rows, then along the columns, each result rounded to 8 bits, in whole
 * numbers throughout. Equal to Pillow's {@code resize} to the bit.
 */
final class Resampling {
    private static final int HALF = 1 << Taps.BITS - 1;

    private Resampling() {}

    /**
     * @param source window that is scaled; what lies outside it has no part in the result
     * @param size that the window is scaled to
     * @param wanted part of the result, the only one that is worked out
     */
    static Pixels scale(Pixels picture, Window source, Size size, Window wanted, Interpolation interpolation) {
        source.within(picture.size());
        wanted.within(size);
        if (source.width() == size.width() && source.height() == size.height()) {
            return picture.crop(
                    source.left() + wanted.left(), source.top() + wanted.top(), wanted.width(), wanted.height());
        }
        if (interpolation == Interpolation.NEAREST) {
            return nearest(picture, source, size, wanted);
        }
        Taps down = Taps.of(interpolation, source.height(), size.height(), wanted.top(), wanted.height());
        int top = down.first()[0];
        int last = wanted.height() - 1;
        int bottom = down.first()[last] + down.count()[last];
        int[] rows = source.width() == size.width()
                ? copied(picture, source, wanted, top, bottom)
                : along(picture, source, size, wanted, interpolation, top, bottom);
        byte[] data = source.height() == size.height()
                ? narrowed(rows)
                : across(rows, wanted.width() * picture.channels(), down, top);
        return new Pixels(wanted.width(), wanted.height(), picture.channels(), data);
    }

    /** Rows {@code top} to {@code bottom} of the window, scaled in their width; as int, in which the next step counts. */
    private static int[] along(
            Pixels picture, Window source, Size size, Window wanted, Interpolation how, int top, int bottom) {
        Taps taps = Taps.of(how, source.width(), size.width(), wanted.left(), wanted.width());
        int channels = picture.channels();
        int[] rows = new int[(bottom - top) * wanted.width() * channels];
        for (int y = top, to = 0; y < bottom; y++, to += wanted.width() * channels) {
            int from = ((source.top() + y) * picture.width() + source.left()) * channels;
            if (channels == 1) {
                greyRow(picture.data(), from, taps, rows, to);
            } else {
                colorRow(picture.data(), from, taps, rows, to);
            }
        }
        return rows;
    }

    private static void greyRow(byte[] data, int from, Taps taps, int[] rows, int at) {
        int[] weights = taps.weights();
        for (int x = 0; x < taps.first().length; x++) {
            int sum = HALF;
            int pixel = from + taps.first()[x];
            int w = x * taps.most();
            for (int end = pixel + taps.count()[x]; pixel < end; pixel++) {
                sum += (data[pixel] & 0xff) * weights[w++];
            }
            rows[at + x] = clip(sum);
        }
    }

    private static void colorRow(byte[] data, int from, Taps taps, int[] rows, int at) {
        int[] weights = taps.weights();
        int to = at;
        for (int x = 0; x < taps.first().length; x++) {
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            int pixel = from + 3 * taps.first()[x];
            int w = x * taps.most();
            for (int end = w + taps.count()[x]; w < end; w++, pixel += 3) {
                int weight = weights[w];
                red += (data[pixel] & 0xff) * weight;
                green += (data[pixel + 1] & 0xff) * weight;
                blue += (data[pixel + 2] & 0xff) * weight;
            }
            rows[to++] = clip(red);
            rows[to++] = clip(green);
            rows[to++] = clip(blue);
        }
    }

    /** Each wanted row as the weighted sum of whole rows; the loop over a row runs in vector registers. */
    private static byte[] across(int[] rows, int stride, Taps taps, int top) {
        int height = taps.first().length;
        byte[] data = new byte[height * stride];
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            java.util.Arrays.fill(sums, HALF);
            for (int t = 0; t < taps.count()[y]; t++) {
                addRow(rows, (taps.first()[y] - top + t) * stride, taps.weights()[y * taps.most() + t], sums);
            }
            for (int i = 0, to = y * stride; i < stride; i++, to++) {
                data[to] = (byte) Math.max(0, Math.min(255, sums[i] >> Taps.BITS));
            }
        }
        return data;
    }

    private static void addRow(int[] rows, int from, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += rows[from + i] * weight;
        }
    }

    private static int[] copied(Pixels picture, Window source, Window wanted, int top, int bottom) {
        Pixels part = picture.crop(source.left() + wanted.left(), source.top() + top, wanted.width(), bottom - top);
        int[] rows = new int[part.data().length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = part.data()[i] & 0xff;
        }
        return rows;
    }

    private static byte[] narrowed(int[] rows) {
        byte[] data = new byte[rows.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) rows[i];
        }
        return data;
    }

    private static Pixels nearest(Pixels picture, Window source, Size size, Window wanted) {
        int channels = picture.channels();
        byte[] data = new byte[wanted.width() * wanted.height() * channels];
        double across = (double) source.width() / size.width();
        double down = (double) source.height() / size.height();
        for (int y = 0, to = 0; y < wanted.height(); y++) {
            int row = source.top() + (int) ((wanted.top() + y + 0.5) * down);
            for (int x = 0; x < wanted.width(); x++) {
                int column = source.left() + (int) ((wanted.left() + x + 0.5) * across);
                for (int c = 0; c < channels; c++) {
                    data[to++] = picture.data()[(row * picture.width() + column) * channels + c];
                }
            }
        }
        return new Pixels(wanted.width(), wanted.height(), channels, data);
    }

    private static int clip(int sum) {
        return Math.max(0, Math.min(255, sum >> Taps.BITS));
    }
}
