package dev.graft.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/** The readers of Java's own library, and one more for WebP. */
final class Decoders {
    private Decoders() {}

    /**
     * @param step side of the squares of a JPEG whose means are taken, or every which pixel of every which row of
     *     another picture, at least 1
     * @throws IOException or an unchecked exception of whatever kind, for a picture that is not right
     */
    static Pixels decode(PictureHeader header, int step) throws IOException {
        ImageReader reader = reader(header.kind());
        try (MemoryStream stream = new MemoryStream(header.plain())) {
            reader.setInput(stream, true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            if (header.kind() == PictureHeader.Kind.JPEG) {
                return jpeg(reader, header, param, step);
            }
            param.setSourceSubsampling(step, step, 0, 0);
            Pixels pixels = Rasters.pixels(reader.read(0, param));
            return header.kind() == PictureHeader.Kind.GIF ? GifHeader.onScreen(header, pixels, step) : pixels;
        } finally {
            reader.dispose();
        }
    }

    /** Java's own, whatever else the class path offers for the kind. */
    private static ImageReader reader(PictureHeader.Kind kind) throws IOException {
        if (kind == PictureHeader.Kind.WEBP) {
            return new WebPImageReaderSpi().createReaderInstance(null);
        }
        Iterator<ImageReader> readers =
                ImageIO.getImageReadersByFormatName(kind.name().toLowerCase(Locale.ROOT));
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
                return reader;
            }
            reader.dispose();
        }
        throw new IOException("this Java has no reader for " + kind);
    }

    private static Pixels jpeg(ImageReader reader, PictureHeader header, ImageReadParam param, int step)
            throws IOException {
        JpegWarnings warnings = new JpegWarnings(reader);
        reader.addIIOReadWarningListener(warnings);
        Pixels pixels;
        if (header.components() == 4) {
            param.setSourceSubsampling(step, step, 0, 0);
            pixels = Rasters.adobeCmyk(reader.readRaster(0, param));
        } else if (step > 1) {
            ShrinkingRaster raster = new ShrinkingRaster(header.stored(), header.components(), step);
            param.setDestination(image(raster));
            reader.read(0, param);
            pixels = raster.pixels();
        } else {
            Size size = header.stored();
            int channels = header.components();
            byte[] data = new byte[Math.multiplyExact(Math.multiplyExact(size.width(), size.height()), channels)];
            pixels = new Pixels(size.width(), size.height(), channels, data);
            param.setDestination(image(over(pixels)));
            reader.read(0, param);
        }
        warnings.check();
        return pixels;
    }

    /** Keeps its values where ours are. */
    private static WritableRaster over(Pixels pixels) {
        int channels = pixels.channels();
        return Raster.createInterleavedRaster(
                new DataBufferByte(pixels.data(), pixels.data().length),
                pixels.width(),
                pixels.height(),
                pixels.width() * channels,
                channels,
                channels == 1 ? new int[] {0} : new int[] {0, 1, 2},
                new Point());
    }

    private static BufferedImage image(WritableRaster raster) {
        ColorSpace space = ColorSpace.getInstance(raster.getNumBands() == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        ColorModel model = new ComponentColorModel(space, false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
        return new BufferedImage(model, raster, false, null);
    }
}
