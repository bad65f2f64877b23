package dev.graft.bench.peers;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.graft.base.BadInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * A process that goes from a table of texts to an evaluated classifier with ONNX Runtime and Tribuo: tokenize, encode,
 * fit a logistic regression, score the other table.
 *
 * <p>Arguments: CSV to train on; CSV to test on; column of the text; column of the label; encoder, by default
 * {@code all-minilm-l6-v2}; form of ONNX Runtime, by default a caller per core.
 *
 * <p>Of Tribuo's logistic regressions this is its default (AdaGrad, five passes). On 1,500 texts of 77 intents liblinear's
 * was no more accurate at any of three costs, and took four to eight times as long.
 */
public final class OnnxRuntimeTribuoProbe {
    private static final int BATCH = 32;
    private static final int LONGEST = 128;
    private static final LabelFactory LABELS = new LabelFactory();

    private OnnxRuntimeTribuoProbe() {}

    /** What it prints; seconds are those of the whole work, without the start of Java. */
    public record Result(
            String peer,
            String encoder,
            String form,
            int trainRows,
            int testRows,
            double accuracy,
            double seconds,
            double encodeSeconds,
            double fitSeconds) {}

    /** The columns that are used. */
    private record Table(List<String> texts, List<String> labels) {

        static Table read(Path file, String text, String label) throws IOException {
            try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
                List<NamedCsvRecord> records = rows.stream().toList();
                for (String column : List.of(text, label)) {
                    if (records.isEmpty() || !records.get(0).getHeader().contains(column)) {
                        throw new BadInput(file.toString(), "has no rows with a column '" + column + "'; name another");
                    }
                }
                return new Table(
                        records.stream().map(row -> row.getField(text)).toList(),
                        records.stream().map(row -> row.getField(label)).toList());
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        CarriedEncoder encoder = arguments.length > 4 ? CarriedEncoder.named(arguments[4]) : CarriedEncoder.MINILM;
        long start = System.nanoTime();
        Table train = Table.read(Path.of(arguments[0]), arguments[2], arguments[3]);
        Table test = Table.read(Path.of(arguments[1]), arguments[2], arguments[3]);
        MutableDataset<Label> trainSet;
        MutableDataset<Label> testSet;
        Form form = arguments.length > 5
                ? Form.parse(arguments[5])
                : new Form(Runtime.getRuntime().availableProcessors(), 1, false);
        try (OnnxRuntimeEncoder opened = OnnxRuntimeEncoder.open(encoder, form)) {
            trainSet = dataset(train, opened.encode(train.texts(), BATCH, LONGEST));
            testSet = dataset(test, opened.encode(test.texts(), BATCH, LONGEST));
        }
        long encoded = System.nanoTime();
        Model<Label> model = new LogisticRegressionTrainer().train(trainSet);
        long fitted = System.nanoTime();
        double accuracy = LABELS.getEvaluator().evaluate(model, testSet).accuracy();
        Figures.print(new Result(
                "onnxruntime+tribuo",
                encoder.modelName(),
                form.toString(),
                trainSet.size(),
                testSet.size(),
                accuracy,
                (System.nanoTime() - start) / 1e9,
                (encoded - start) / 1e9,
                (fitted - encoded) / 1e9));
    }

    private static MutableDataset<Label> dataset(Table table, float[][] vectors) {
        String[] names = IntStream.range(0, vectors[0].length)
                .mapToObj(i -> String.format(java.util.Locale.ROOT, "f%04d", i))
                .toArray(String[]::new);
        MutableDataset<Label> dataset =
                new MutableDataset<>(new SimpleDataSourceProvenance("embeddings", LABELS), LABELS);
        for (int row = 0; row < vectors.length; row++) {
            float[] vector = vectors[row];
            double[] values = IntStream.range(0, vector.length)
                    .mapToDouble(i -> vector[i])
                    .toArray();
            dataset.add(new ArrayExample<>(new Label(table.labels().get(row)), names, values));
        }
        return dataset;
    }
}
