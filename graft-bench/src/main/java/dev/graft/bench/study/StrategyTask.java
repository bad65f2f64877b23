package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.FewShot;
import dev.graft.data.InputChoice;
import dev.graft.data.Modality;
import dev.graft.transfer.Transfer;
import java.io.IOException;
import java.util.Optional;

/** What strategies are compared on: two tasks of texts and two of pictures, one of them nothing that ImageNet shows. */
enum StrategyTask {
    SST2("SST-2 sentences, MiniLM", StudyData.SST2),
    TREC("TREC-6, MiniLM", StudyData.TREC),
    FLOWERS("five flowers at 96 pixels, MobileNet v2", ImageStudyData.FLOWERS, 96),
    USPS("USPS digits at 64 pixels, MobileNet v2", ImageStudyData.USPS, 64);

    /** Stands for all there are, at most {@link #MOST}. */
    static final int ALL = 0;

    private static final int MOST = 2000;
    private static final long SEED = 42;
    private static final String ENCODER = "all-minilm-l6-v2";

    private final String title;
    private final Optional<StudyData> texts;
    private final Optional<ImageStudyData> pictures;
    private final int side;

    StrategyTask(String title, StudyData texts) {
        this(title, Optional.of(texts), Optional.empty(), 0);
    }

    /** @param side of the square that the network is shown, in pixels: small, as hundreds of runs are made */
    StrategyTask(String title, ImageStudyData pictures, int side) {
        this(title, Optional.empty(), Optional.of(pictures), side);
    }

    StrategyTask(String title, Optional<StudyData> texts, Optional<ImageStudyData> pictures, int side) {
        this.title = title;
        this.texts = texts;
        this.pictures = pictures;
        this.side = side;
    }

    String title() {
        return title;
    }

    Modality modality() {
        return texts.isPresent() ? Modality.TEXT : Modality.IMAGE;
    }

    /** @param perClass examples of each class, or {@link #ALL} @param seed number of the draw, from 0 */
    Dataset<?> train(int perClass, int seed) throws IOException {
        Dataset<?> all =
                texts.isPresent() ? texts.get().train() : pictures.orElseThrow().train();
        if (perClass != ALL) {
            return FewShot.draws(all, perClass, seed + 1, SEED).get(seed);
        }
        return all.size() <= MOST
                ? all
                : all.split((double) MOST / all.size(), SEED + seed).train();
    }

    Dataset<?> test() throws IOException {
        return texts.isPresent() ? texts.get().test() : pictures.orElseThrow().test();
    }

    /** In the precision that is fastest for such networks here. */
    Transfer transfer() throws IOException {
        return texts.isPresent()
                ? Transfer.from(ENCODER)
                : StudyNetwork.trained().get(0).transfer(InputChoice.DEFAULTS.size(side));
    }
}
