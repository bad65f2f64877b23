package dev.graft.bench.study;

import dev.graft.base.DType;
import dev.graft.base.Shape;
import dev.graft.weights.Safetensors;
import dev.graft.weights.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * scikit-learn's logistic regression on features of Graft's, on the same training and test parts: scikit_probe.py.
 *
 * @param features (N) of D
 * @param labels (N) class numbers
 */
record ScikitProbe(float[][] features, int[] labels) {

    /** One fit. @param run its name @param strength that Graft chose */
    record Work(String run, Draws.Draw draw, double strength) {}

    /** Starts the script, which says for each piece of work what came out, a JSON object a line with its number. */
    Python.Running start(Python python, List<Work> works) throws IOException {
        Path file = StudyFolder.temporary("scikit-probe.safetensors");
        List<TensorData> tensors = new ArrayList<>();
        tensors.add(TensorData.of("features", new Shape(features.length, features[0].length), flat(features)));
        tensors.add(integers("labels", labels));
        List<String> arguments = new ArrayList<>(List.of(file.toString()));
        for (int i = 0; i < works.size(); i++) {
            tensors.add(integers("train" + i, works.get(i).draw().train()));
            tensors.add(integers("test" + i, works.get(i).draw().test()));
            arguments.add(Double.toString(works.get(i).strength()));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            Safetensors.write(out, Map.of(), tensors);
        }
        return python.run("scikit_probe.py", arguments);
    }

    /** (N) of D as N times D numbers. */
    static float[] flat(float[][] rows) {
        int width = rows[0].length;
        float[] all = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * width, width);
        }
        return all;
    }

    private static TensorData integers(String name, int[] values) {
        return TensorData.of(name, DType.I32, new Shape(values.length), () -> {
            ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(values);
            return bytes;
        });
    }
}
