package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.image.Pixels;
import dev.graft.image.Preparation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** Pictures as squares by torchvision's {@code Resize} and {@code CenterCrop} on PIL's pixels: torchvision_pixels.py. */
record TorchvisionPixels(Python python) {

    /**
     * @param archive tar that the pictures lie in
     * @return (N) squares of three channels
     */
    Pixels[] of(Path archive, Dataset<Image> pictures, Preparation preparation) throws IOException {
        Path list = StudyFolder.temporary("torchvision-pixels.txt");
        Path out = StudyFolder.temporary("torchvision-pixels.raw");
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < pictures.size(); i++) {
            names.append(pictures.get(i).where()).append("\n");
        }
        Files.writeString(list, names);
        List<String> arguments = List.of(
                archive.toString(),
                list.toString(),
                out.toString(),
                preparation.interpolation().name().toLowerCase(Locale.ROOT),
                Integer.toString(preparation.shorter()),
                Integer.toString(preparation.size()));
        try (Python.Running running = python.run("torchvision_pixels.py", arguments)) {
            running.line(); // says when all are written
        }
        Pixels[] squares = new Pixels[pictures.size()];
        int size = preparation.size();
        int each = size * size * 3;
        try (FileChannel file = FileChannel.open(out, StandardOpenOption.READ)) {
            for (int i = 0; i < squares.length; i++) {
                byte[] data = new byte[each];
                file.map(MapMode.READ_ONLY, (long) i * each, each).get(data);
                squares[i] = new Pixels(size, size, 3, data);
            }
        }
        Files.delete(out);
        return squares;
    }
}
