package dev.graft.transfer;

import dev.graft.base.ByteSource;
import dev.graft.base.Storage;
import dev.graft.data.Labels;
import dev.graft.evaluate.Learner;
import dev.graft.model.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was answered about one part of the data, in a file: a cross-validation that was interrupted goes on behind it.
 *
 * @param test where the examples stand in the dataset
 * @param answers one for each
 */
record KeptAnswers(int[] test, List<Answer> answers) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Of a prediction what its kind has; the rest is null. */
    record Answer(Labels labels, float[] probabilities, Double threshold, Double value) {
        static Answer of(Prediction prediction) {
            if (prediction instanceof Prediction.OneOf one) {
                return new Answer(one.labels(), one.probabilities(), null, null);
            }
            if (prediction instanceof Prediction.AnyOf any) {
                return new Answer(any.labels(), any.probabilities(), any.threshold(), null);
            }
            return new Answer(null, null, null, ((Prediction.Amount) prediction).value());
        }

        Prediction prediction() {
            if (value != null) {
                return new Prediction.Amount(value);
            }
            return threshold == null
                    ? new Prediction.OneOf(labels, probabilities)
                    : new Prediction.AnyOf(labels, probabilities, threshold);
        }
    }

    /** Those of a file, if it is there and about these examples. */
    static Optional<List<Prediction>> read(Path file, int[] test) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        KeptAnswers kept = JSON.readValue(ByteSource.whole(file, ByteSource.DESCRIPTION), KeptAnswers.class);
        return Arrays.equals(kept.test, test)
                ? Optional.of(kept.answers.stream().map(Answer::prediction).toList())
                : Optional.empty();
    }

    /** Asks a learner and keeps what it says. */
    static List<Prediction> asked(Learner learner, int[] train, int[] test, Path file) throws IOException {
        List<Prediction> given = learner.answers(train, test);
        KeptAnswers kept = new KeptAnswers(test, given.stream().map(Answer::of).toList());
        Files.createDirectories(file.getParent());
        Storage.LOCAL.writeFile(file, out -> out.write(JSON.writeValueAsBytes(kept)));
        return given;
    }
}
