package dev.graft.cli;

import dev.graft.data.Image;
import dev.graft.image.Interpolation;
import dev.graft.image.PictureFile;
import dev.graft.image.Pixels;
import java.io.IOException;
import java.util.Base64;

/** A picture made small, for a page. */
final class Thumbnail {
    private static final int SIDE = 128; // pixels of the longer one

    private Thumbnail() {}

    /** An {@code img} element that holds the picture itself; nothing where it can no longer be read. */
    static String html(Image image) {
        try {
            Pixels whole = image.pixels(SIDE).rgb();
            double scale = Math.min(1, (double) SIDE / Math.max(whole.width(), whole.height()));
            Pixels small = whole.resized(
                    Math.max(1, (int) Math.round(whole.width() * scale)),
                    Math.max(1, (int) Math.round(whole.height() * scale)),
                    Interpolation.BICUBIC);
            return "<img alt=\"\" width=\"" + small.width() + "\" height=\"" + small.height()
                    + "\" src=\"data:image/png;base64,"
                    + Base64.getEncoder().encodeToString(PictureFile.png(small)) + "\">";
        } catch (IOException e) {
            return "";
        }
    }
}
