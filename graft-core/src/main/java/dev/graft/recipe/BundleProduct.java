package dev.graft.recipe;

import dev.graft.adapter.AdapterFiles;
import dev.graft.data.Dataset;
import dev.graft.hub.Artifact;
import dev.graft.hub.Hub;
import dev.graft.model.Bundle;
import dev.graft.model.Model;
import dev.graft.model.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A model for its users: weights, labels, evaluation and card. */
final class BundleProduct implements Product {
    private static final int COMPARED = 16;
    private static final double SAME = 1e-6;

    @Override
    public String name() {
        return "bundle";
    }

    @Override
    public boolean isAt(Path folder) {
        return Bundle.isAt(folder);
    }

    @Override
    public List<String> save(Model model, TrainResult result, Dataset<?> trained, Dataset<?> sample, Hub hub)
            throws IOException {
        Recipe recipe = result.recipe();
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("recipe.json", recipe.withoutPaths().json());
        files.put("evaluation.json", result.evaluationJson());
        Bundle.Held held = Bundle.held(model, recipe.standalone(), hub);
        files.put("README.md", ModelCard.of(model, result, held.holds()));
        files.put(SeenExamples.FILE, SeenExamples.of(trained).bytes());
        Map<String, byte[]> unhashed = Map.of("timings.json", result.timingsJson());
        Bundle.save(model, result.bundle(), new Bundle.Extras(recipe.standalone(), files, unhashed), held);
        try (Model saved = Bundle.load(result.bundle(), hub)) {
            mustAnswerAlike(model, saved, result.bundle(), sample);
        }
        boolean asked = recipe.standalone() || model.provenance().bodyTrained();
        return asked ? List.of() : sizes(result.bundle());
    }

    /** Where a network lies whole beside the little that was learned, which nobody expects who did not ask for it. */
    private static List<String> sizes(Path bundle) throws IOException {
        Path network = bundle.resolve(Artifact.WEIGHTS);
        if (!Files.isRegularFile(network)) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "the network (%.1f MB) is copied into the bundle, as it is none that can be had by its name; what was"
                        + " learned is %.2f MB",
                Files.size(network) / 1e6,
                (size(bundle.resolve(AdapterFiles.WEIGHTS)) + size(bundle.resolve(Bundle.HEAD))) / 1e6));
    }

    private static long size(Path file) throws IOException {
        return Files.isRegularFile(file) ? Files.size(file) : 0;
    }

    /** The saved model must be the trained model. @param out where it was saved */
    static void mustAnswerAlike(Model trained, Model saved, Path out, Dataset<?> sample) throws IOException {
        List<Object> inputs = new ArrayList<>();
        for (int i = 0; i < Math.min(COMPARED, sample.size()); i++) {
            inputs.add(sample.get(i).input());
        }
        List<Prediction> expected = trained.predict(inputs);
        List<Prediction> given = saved.predict(inputs);
        for (int i = 0; i < inputs.size(); i++) {
            if (!expected.get(i).isNear(given.get(i), SAME)) {
                throw new IOException("the model read back from " + out + " answers differently from the one trained ("
                        + expected.get(i) + " and " + given.get(i) + "); this is a fault of Graft's, please report it");
            }
        }
    }
}
