package dev.graft.recipe;

import dev.graft.adapter.AdapterShape;
import dev.graft.backbone.BackboneFolder;
import dev.graft.data.ImageInput;
import dev.graft.data.MapPooling;
import dev.graft.data.Modality;
import dev.graft.model.Bundle;
import dev.graft.model.HeadShape;
import dev.graft.model.Model;
import dev.graft.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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
    /** Networks of torchvision's whose last linear layer takes the features as they are. */
    private static final Pattern PYTHONS =
            Pattern.compile("resnet(18|34|50|101)|wide_resnet.*|resnext.*|densenet.*|mobilenet_v2|efficientnet_b0");

    /** @param holds of the network's weights, in the bundle */
    static CardWords of(Model model, Bundle.Holds holds) {
        return model.body().input().modality() == Modality.IMAGE
                ? new CardWords(
                        "torchvision",
                        "image-classification",
                        "a picture",
                        "Image.of(Path.of(\"photo.jpg\"))",
                        pictures(model, holds == Bundle.Holds.ALL))
                : new CardWords(
                        "sentence-transformers",
                        "text-classification",
                        "a text",
                        "Text.of(\"some text\")",
                        texts(model, holds));
    }

    /** From features to scores, and what the head has beside its layers. */
    private static String scores(Model model) {
        HeadShape shape = model.output().head().shape();
        HeadShape.Beside beside = shape.beside();
        List<String> lines = new ArrayList<>();
        if (beside.unit() || beside.keys() > 0) {
            lines.add("unit = features / features.norm(dim=1, keepdim=True)");
        }
        String x = beside.unit() ? "unit" : "features";
        for (int i = 0; i < shape.hidden().size(); i++) {
            lines.add("x = torch.nn.functional.gelu(" + x + " @ head[\"hidden." + i + ".weight\"].T + head[\"hidden."
                    + i + ".bias\"])");
            x = "x";
        }
        lines.add("scores = " + x + " @ head[\"output.weight\"].T + head[\"output.bias\"]");
        if (beside.keys() > 0) {
            lines.add("near = torch.exp(-head[\"memory.sharpness\"] * (1 - unit @ head[\"memory.keys\"].T))");
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
                    "count.idf_ = numpy.array(terms[\"rarity\"])",
                    "beside = torch.tensor(count.transform(texts).toarray(), dtype=torch.float32)",
                    "scores = scores + beside @ head[\"terms.weight\"]"));
        }
        return String.join("\n", lines);
    }

    private static String answer(Task task) {
        return switch (task.kind()) {
            case NUMBERS -> "print(task[\"mean\"] + task[\"deviation\"] * float(scores[0][0]))";
            case SEVERAL_LABELS ->
                "print([label for label, score in zip(task[\"labels\"], torch.sigmoid(scores[0]))"
                        + " if score >= task[\"threshold\"]])";
            default -> "print(task[\"labels\"][int(scores[0].argmax())])";
        };
    }

    private static String texts(Model model, Bundle.Holds holds) {
        boolean pefts = model.adapters().stream()
                .allMatch(adapter -> adapter.shape().map(AdapterShape::isPefts).orElse(true));
        if (!pefts) {
            return lines("# Python's PEFT would make something else of the adapter in this folder: use Java.");
        }
        boolean whole = holds == Bundle.Holds.ALL;
        String encoder = whole ? "\".\"" : "\"" + hugging(model.provenance().backbone()) + "\"";
        String changed =
                "\nencoder[0].auto_model.load_state_dict(load_file(\"" + BackboneFolder.CHANGED + "\"), strict=False)";
        return lines(
                "import json, numpy, torch",
                "from safetensors.torch import load_file",
                "from sentence_transformers import SentenceTransformer",
                "",
                "encoder = SentenceTransformer(" + encoder + ")" + (holds == Bundle.Holds.CHANGES ? changed : "")
                        + (model.adapters().isEmpty() ? "" : "\nencoder.load_adapter(\".\")"),
                "head = load_file(\"head.safetensors\")",
                "task = json.load(open(\"graft.json\"))[\"task\"]",
                "texts = [\"some text\"]",
                "features = encoder.encode(texts, convert_to_tensor=True).cpu()",
                scores(model),
                answer(model.task()));
    }

    private static String pictures(Model model, boolean whole) {
        String name = model.body().name();
        ImageInput input = (ImageInput) model.body().input();
        boolean usual = input.pooling() == MapPooling.OWN && input.preparation().channels() == 3;
        if (!whole
                || !usual
                || !model.adapters().isEmpty()
                || !PYTHONS.matcher(name).matches()) {
            return lines("# This network is not as torchvision has it, or not all of it is in this folder: use Java.");
        }
        return lines(
                "import json, torch, torchvision",
                "from PIL import Image",
                "from safetensors.torch import load_file",
                "from torchvision import transforms as T",
                "",
                "config, task = json.load(open(\"config.json\")), json.load(open(\"graft.json\"))[\"task\"]",
                "see, size = config[\"pretrained_cfg\"], config[\"pretrained_cfg\"][\"input_size\"][1]",
                "how = T.InterpolationMode(see[\"interpolation\"])",
                "prepare = T.Compose([T.Resize(round(size / see[\"crop_pct\"]), how), T.CenterCrop(size), T.ToTensor(),",
                "                     T.Normalize(see[\"mean\"], see[\"std\"])])",
                "net = torchvision.models.get_model(config[\"architecture\"])",
                "net.load_state_dict(load_file(\"model.safetensors\"), strict=False)",
                "last = [n for n, m in net.named_modules() if isinstance(m, torch.nn.Linear)][-1].rpartition(\".\")",
                "setattr(net.get_submodule(last[0]), last[2], torch.nn.Identity())",
                "head = load_file(\"head.safetensors\")",
                "features = net.eval()(prepare(Image.open(\"photo.jpg\").convert(\"RGB\"))[None]).detach()",
                scores(model),
                answer(model.task()));
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
