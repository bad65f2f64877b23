package dev.graft.data;

import dev.graft.base.BadInput;
import dev.graft.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Stands in until the decoder is merged. */
final class Decode {
    private Decode() {}

    static Pixels decode(byte[] encoded, String name, int shorterAtLeast) throws IOException {
        BufferedImage image;
        try {
            image = ImageIO.read(new ByteArrayInputStream(encoded));
        } catch (IOException | RuntimeException e) {
            throw new BadInput(name, "cannot be decoded: " + e.getMessage(), e);
        }
        if (image == null) {
            throw new BadInput(name, "is no picture");
        }
        int w = image.getWidth();
        int h = image.getHeight();
        int[] rgb = image.getRGB(0, 0, w, h, null, 0, w);
        byte[] data = new byte[3 * rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            data[3 * i] = (byte) (rgb[i] >> 16);
            data[3 * i + 1] = (byte) (rgb[i] >> 8);
            data[3 * i + 2] = (byte) rgb[i];
        }
        return new Pixels(w, h, 3, data);
    }
}
