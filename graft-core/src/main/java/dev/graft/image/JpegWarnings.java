package dev.graft.image;

import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Stops the reading of a JPEG at the first complaint that means wrong pixels. */
final class JpegWarnings implements IIOReadWarningListener {
    private final ImageReader reader;
    private String complaint;

    JpegWarnings(ImageReader reader) {
        this.reader = reader;
    }

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        // bytes between segments do no harm, and cameras leave some
        if (complaint == null && !warning.contains("extraneous")) {
            complaint = warning;
            reader.abort();
        }
    }

    void check() throws IOException {
        if (complaint != null) {
            throw new IOException(complaint);
        }
    }
}
