package dev.graft.backbone;

import dev.graft.base.Build;
import dev.graft.base.Check;
import dev.graft.data.Modality;
import dev.graft.hub.Artifact;
import dev.graft.hub.Pretrained;
import dev.graft.nn.Activation;
import dev.graft.nn.Pooling;
import dev.graft.weights.TensorFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Sentence encoders that Maven artifacts carry. */
final class SentenceEncoders {
    private static final String GROUP = "dev.langchain4j:langchain4j-embeddings-";
    private static final int ENGLISH = 30_522;
    private static final int CHINESE = 21_128;

    /** Source: Wang et al., "MiniLM", NeurIPS 2020; tuned on a billion sentence pairs by sentence-transformers. */
    static final CatalogEntry ALL_MINILM_L6_V2 = entry(
            "all-minilm-l6-v2",
            "all-minilm-l6-v2",
            "all-minilm-l6-v2",
            bert(ENGLISH, 384, 6, 12),
            new SentenceRecipe(Pooling.MEAN, true, 256),
            "1.2 billion English sentence pairs, from MiniLM",
            "Apache-2.0",
            "759c3cd2b7fe7e93933ad23c4c9181b7396442a2ed746ec7c1d46192c469c46e",
            "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0");

    /** Source: Xiao et al., "C-Pack", SIGIR 2024. */
    static final CatalogEntry BGE_SMALL_EN_V15 = entry(
            "bge-small-en-v1.5",
            "bge-small-en-v15",
            "bge-small-en-v1.5",
            bert(ENGLISH, 384, 12, 12),
            new SentenceRecipe(Pooling.CLS, true, 512),
            "English text pairs, contrastive",
            "MIT",
            "828e1496d7fabb79cfa4dcd84fa38625c0d3d21da474a00f08db0f559940cf35",
            "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66");

    /** Source: Xiao et al., "C-Pack", SIGIR 2024. */
    static final CatalogEntry BGE_SMALL_ZH_V15 = entry(
            "bge-small-zh-v1.5",
            "bge-small-zh-v15",
            "bge-small-zh-v1.5",
            bert(CHINESE, 512, 4, 8),
            new SentenceRecipe(Pooling.CLS, true, 512),
            "Chinese text pairs, contrastive",
            "MIT",
            "69a0b846f4f116b5e6aabf9546ea6754d02264f3211a13a1bd69b31b8040749a",
            "48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26");

    static final List<CatalogEntry> ALL = List.of(ALL_MINILM_L6_V2, BGE_SMALL_EN_V15, BGE_SMALL_ZH_V15);

    private SentenceEncoders() {}

    private static EncoderConfig bert(int vocabulary, int width, int layers, int heads) {
        return new EncoderConfig(
                EncoderConfig.Family.BERT,
                vocabulary,
                width,
                layers,
                heads,
                4 * width,
                512,
                2,
                1e-12,
                Activation.GELU,
                0.1,
                0.1,
                0);
    }

    private static CatalogEntry entry(
            String name,
            String artifact,
            String file,
            EncoderConfig sizes,
            SentenceRecipe recipe,
            String pretrainedOn,
            String licence,
            String weightsSha256,
            String tokenizerSha256) {
        String coordinates = GROUP + artifact + ":" + Build.encoders();
        Supplier<Artifact> files = () -> Artifact.encoder(
                name,
                coordinates,
                file + ".onnx",
                weightsSha256,
                file + "-tokenizer.json",
                tokenizerSha256,
                new String(EncoderFiles.configJson(sizes), StandardCharsets.UTF_8));
        return new CatalogEntry(
                name,
                Modality.TEXT,
                sizes.parameters(),
                sizes.multiplyAdds(128),
                sizes.width(),
                sizes.layers() + 1,
                "ONNX Runtime on the published graph",
                pretrainedOn,
                licence,
                coordinates,
                file + ".onnx",
                (entry, how) -> {
                    Check.that(
                            how.weights().isEmpty(),
                            "--weights is not for texts: give --backbone a folder with config.json, model.safetensors"
                                    + " and tokenizer.json");
                    return open(entry, how.hub().fetch(files.get()), sizes, recipe);
                });
    }

    private static Backbone open(CatalogEntry entry, Pretrained files, EncoderConfig sizes, SentenceRecipe recipe)
            throws IOException {
        Origin origin = new Origin(entry.name(), entry.coordinates(), entry.licence(), files.fingerprint());
        try (TensorFile weights = files.weights()) {
            return EncoderFolder.assemble(
                    sizes, recipe, files.tokenizer(), entry.name() + " tokenizer.json", weights, entry.name(), origin);
        }
    }
}
