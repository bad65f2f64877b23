package dev.graft.data;

import java.io.IOException;
import java.util.List;

/**
 * Pictures that were all looked at once, when the set was opened; only where they lie is kept, and about 150 bytes of
 * what they look like. A picture that vanishes or changes later is an error when it is read.
 */
public final class ImageSet implements Dataset<Image> {
    private final String name;
    private final List<Survey.Found> found;
    private final int[] kept;
    private final Impressions impressions;
    private final List<String> notes;
    private final List<String> unreadable;

    ImageSet(
            String name,
            List<Survey.Found> found,
            int[] kept,
            Impressions impressions,
            List<String> notes,
            List<String> unreadable) {
        this.name = name;
        this.found = found;
        this.kept = kept;
        this.impressions = impressions;
        this.notes = List.copyOf(notes);
        this.unreadable = List.copyOf(unreadable);
    }

    @Override
    public int size() {
        return kept.length;
    }

    @Override
    public Sample<Image> get(int index) throws IOException {
        Survey.Found picture = found.get(kept[index]);
        Image image = new Image(picture.where(), picture.source(), impressions.get(kept[index]));
        return new Sample<>(image, picture.target(), picture.shown());
    }

    @Override
    public Target target(int index) {
        return found.get(kept[index]).target();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public List<String> unreadable() {
        return unreadable;
    }
}
