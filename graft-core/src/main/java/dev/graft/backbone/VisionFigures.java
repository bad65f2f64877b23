package dev.graft.backbone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the body of each architecture for pictures costs, without the engine, which alone can count it, and what its
 * outputs were compared with: {@code vision.tsv} keeps it, and tests count and compare anew.
 *
 * @param parameters that are learned
 * @param multiplyAdds of one picture of the usual size
 * @param features width of the output
 * @param checkedAgainst the reference whose outputs it gives, or that there is none
 */
record VisionFigures(String name, long parameters, long multiplyAdds, int features, int stages, String checkedAgainst) {
    private static final String FILE = "vision.tsv";

    /** By architecture. */
    static final Map<String, VisionFigures> ALL = read();

    private static Map<String, VisionFigures> read() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(VisionFigures.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .map(VisionFigures::of)
                    .collect(Collectors.toUnmodifiableMap(VisionFigures::name, figures -> figures));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VisionFigures of(String line) {
        String[] cells = line.split("\t");
        return new VisionFigures(
                cells[0],
                Long.parseLong(cells[1]),
                Long.parseLong(cells[2]),
                Integer.parseInt(cells[3]),
                Integer.parseInt(cells[4]),
                cells[5]);
    }
}
