package dev.graft.weights;

import dev.graft.base.Shape;
import java.util.Map;
import java.util.TreeMap;

/** The parameters of Hugging Face's BertModel without its pooler. */
final class BertNames {
    private BertNames() {}

    static Map<String, Shape> of(int layers, int width, int vocabulary) {
        Map<String, Shape> names = new TreeMap<>();
        names.put("embeddings.word_embeddings.weight", new Shape(vocabulary, width));
        names.put("embeddings.position_embeddings.weight", new Shape(512, width));
        names.put("embeddings.token_type_embeddings.weight", new Shape(2, width));
        norm(names, "embeddings.LayerNorm", width);
        for (int i = 0; i < layers; i++) {
            String layer = "encoder.layer." + i + ".";
            for (String part : new String[] {"self.query", "self.key", "self.value", "output.dense"}) {
                linear(names, layer + "attention." + part, width, width);
            }
            norm(names, layer + "attention.output.LayerNorm", width);
            linear(names, layer + "intermediate.dense", width, 4 * width);
            linear(names, layer + "output.dense", 4 * width, width);
            norm(names, layer + "output.LayerNorm", width);
        }
        return names;
    }

    private static void linear(Map<String, Shape> names, String name, int in, int out) {
        names.put(name + ".weight", new Shape(out, in));
        names.put(name + ".bias", new Shape(out));
    }

    private static void norm(Map<String, Shape> names, String name, int width) {
        names.put(name + ".weight", new Shape(width));
        names.put(name + ".bias", new Shape(width));
    }
}
