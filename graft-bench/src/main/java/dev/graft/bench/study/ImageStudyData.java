package dev.graft.bench.study;

import dev.graft.base.BadInput;
import dev.graft.data.Dataset;
import dev.graft.data.Image;
import dev.graft.data.ImageData;
import dev.graft.data.Parts;
import dev.graft.data.Sample;
import dev.graft.data.Samples;
import dev.graft.data.TableOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shared sets of pictures that studies are made on. */
enum ImageStudyData {
    FLOWERS("five flowers", "flowers.tar", 160),
    HYMENOPTERA("ants and bees (ImageNet knows both)", "hymenoptera.tar", 160),
    CIFAR10("CIFAR-10 JPEG", "cifar10.tar", 64),
    USPS("USPS", "usps", 64),
    MNIST("MNIST", "mnist", 64);

    private static final Map<ImageStudyData, Parts<Image>> OPENED = new EnumMap<>(ImageStudyData.class);

    private final String title;
    private final String path;
    private final int size;

    ImageStudyData(String title, String path, int size) {
        this.title = title;
        this.path = path;
        this.size = size;
    }

    String title() {
        return title;
    }

    /** Side of the square that networks for photos are shown, in pixels. */
    int size() {
        return size;
    }

    /** Where it lies. */
    Path file() {
        return StudyData.folder().resolve("vision").resolve(path);
    }

    Dataset<Image> train() throws IOException {
        return kept(title + ", train", parts().train());
    }

    Dataset<Image> test() throws IOException {
        return kept(title + ", test", testPart());
    }

    /** Both parts, the training part first. */
    Dataset<Image> all() throws IOException {
        List<Sample<Image>> both = new ArrayList<>(samples(parts().train()));
        both.addAll(samples(testPart()));
        return new Samples<>(title, both);
    }

    private Dataset<Image> testPart() throws IOException {
        Parts<Image> parts = parts();
        return parts.test()
                .or(parts::validation)
                .orElseThrow(() -> new BadInput(path, "has no part to test on; take the shared data as they are"));
    }

    private Parts<Image> parts() throws IOException {
        if (!OPENED.containsKey(this)) {
            OPENED.put(this, ImageData.openParts(file(), TableOptions.DEFAULTS));
        }
        return OPENED.get(this);
    }

    /** Holds each picture, not decoded, so that what is found out about it once is not found out again. */
    private static Dataset<Image> kept(String name, Dataset<Image> data) throws IOException {
        return new Samples<>(name, samples(data));
    }

    static List<Sample<Image>> samples(Dataset<Image> data) throws IOException {
        List<Sample<Image>> samples = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            samples.add(data.get(i));
        }
        return samples;
    }

    /** The first pictures of each class, to try a study out. @param perClass 0 for all */
    static Dataset<Image> first(Dataset<Image> data, int perClass) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            int before = counts.merge(data.target(i).classes().get(0), 1, Integer::sum);
            if (perClass == 0 || before <= perClass) {
                kept.add(i);
            }
        }
        return data.subset(kept.stream().mapToInt(Integer::intValue).toArray());
    }
}
