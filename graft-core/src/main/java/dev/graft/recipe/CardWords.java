package dev.graft.recipe;

import dev.graft.data.Modality;
import dev.graft.model.HeadShape;
import dev.graft.model.Model;
import dev.graft.model.Provenance;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model card says differently of texts and of pictures.
 *
 * @param library that reads the folder in Python
 * @param tag as Hugging Face's hub sorts models
 * @param reads what the model reads, in words
 * @param input one in Java
 * @param python lines that load the model without Graft
 */
record CardWords(String library, String tag, String reads, String input, String python) {
    static CardWords of(Model model) {
        String answer = model.task().classes().isEmpty()
                ? "print(task[\"mean\"] + task[\"deviation\"] * scores[0][0])"
                : "print(task[\"labels\"][int(scores[0].argmax())])";
        return model.body().input().modality() == Modality.IMAGE
                ? new CardWords(
                        "torchvision",
                        "image-classification",
                        "a picture",
                        "Image.of(Path.of(\"photo.jpg\"))",
                        pictures(model, besides(model, "torch.exp", "features.norm(dim=1, keepdim=True)"), answer))
                : new CardWords(
                        "sentence-transformers",
                        "text-classification",
                        "a text",
                        "Text.of(\"some text\")",
                        texts(
                                model,
                                besides(model, "np.exp", "np.linalg.norm(features, axis=1, keepdims=True)"),
                                answer));
    }

    /** Scores from features, and what the head has beside its layer. */
    private static String besides(Model model, String exp, String length) {
        HeadShape.Beside beside = model.output().head().shape().beside();
        List<String> lines = new ArrayList<>();
        boolean unit = beside.unit() || beside.keys() > 0;
        if (unit) {
            lines.add("unit = features / " + length);
        }
        lines.add("scores = " + (beside.unit() ? "unit" : "features")
                + " @ head[\"output.weight\"].T + head[\"output.bias\"]");
        if (beside.keys() > 0) {
            lines.add("near = " + exp + "(-head[\"memory.sharpness\"] * (1 - unit @ head[\"memory.keys\"].T))");
            lines.add("scores = scores + near @ head[\"memory.values\"]");
        }
        if (beside.terms() > 0) {
            lines.addAll(List.of(
                    "",
                    "from sklearn.feature_extraction.text import TfidfVectorizer",
                    "terms = json.load(open(\"terms.json\"))",
                    "words = terms[\"terms\"] == \"WORDS\"",
                    "count = TfidfVectorizer(analyzer=\"word\" if words else \"char\", ngram_range=(1, 2 if words else 3),",
                    "                        sublinear_tf=terms[\"sublinear\"], vocabulary=terms[\"vocabulary\"])",
                    "count.idf_ = np.array(terms[\"rarity\"])",
                    "scores = scores + count.transform(texts) @ head[\"terms.weight\"]"));
        }
        return String.join("\n", lines);
    }

    private static String texts(Model model, String scores, String answer) {
        Provenance from = model.provenance();
        String encoder = from.bodyTrained() ? "\".\"" : "\"" + hugging(from.backbone()) + "\"";
        return lines(
                "import json, numpy as np",
                "from safetensors.numpy import load_file",
                "from sentence_transformers import SentenceTransformer",
                "",
                "encoder = SentenceTransformer(" + encoder + ")"
                        + (model.adapters().isEmpty() ? "" : "\nencoder.load_adapter(\".\") # of PEFT's kinds alone"),
                "head = load_file(\"head.safetensors\")",
                "task = json.load(open(\"graft.json\"))[\"task\"]",
                "texts = [\"some text\"]",
                "features = encoder.encode(texts)",
                scores,
                answer);
    }

    /** For the networks that torchvision has and that end in one linear layer. */
    private static String pictures(Model model, String scores, String answer) {
        if (!model.adapters().isEmpty()) {
            return lines(
                    "# An adapter stands around the network's layers, which torchvision has no place for: use Java.");
        }
        return lines(
                "import json, torch, torchvision",
                "from PIL import Image",
                "from safetensors.torch import load_file",
                "from torchvision import transforms as T",
                "",
                "config, task = json.load(open(\"config.json\")), json.load(open(\"graft.json\"))[\"task\"]",
                "see, size = config[\"pretrained_cfg\"], config[\"pretrained_cfg\"][\"input_size\"][1]",
                "prepare = T.Compose([T.Resize(round(size / see[\"crop_pct\"])), T.CenterCrop(size), T.ToTensor(),",
                "                     T.Normalize(see[\"mean\"], see[\"std\"])])",
                "net = torchvision.models.get_model(config[\"architecture\"])",
                "net.load_state_dict(load_file(\"model.safetensors\"), strict=False)",
                "last = [n for n, m in net.named_modules() if isinstance(m, torch.nn.Linear)][-1].rpartition(\".\")",
                "setattr(net.get_submodule(last[0]), last[2], torch.nn.Identity())",
                "head = load_file(\"head.safetensors\")",
                "features = net.eval()(prepare(Image.open(\"photo.jpg\").convert(\"RGB\"))[None]).detach()",
                scores,
                answer);
    }

    private static String lines(String... lines) {
        return String.join("\n", List.of(lines)) + "\n";
    }

    private static String hugging(String name) {
        return name.startsWith("bge-")
                ? "BAAI/" + name
                : name.equals("all-minilm-l6-v2") ? "sentence-transformers/all-MiniLM-L6-v2" : name;
    }
}
