package dev.graft.data;

import dev.graft.base.BadInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Looks at every picture of a dataset once, on all processors: what cannot be decoded is left out and named, and of
 * the others so much is remembered that copies among them are found without decoding again.
 */
final class Survey {
    private static final double MOST_UNREADABLE = 0.05;
    private static final int NAMED = 10;

    private final String name;
    private final List<Found> found;
    private final Impressions impressions;
    private final String[] problems; // null where there is none

    /** A picture that a reader came upon. */
    record Found(Encoded source, Target target, String where) {
        /** The place; of a picture that a table names, with its path. */
        String shown() {
            return source instanceof FileStamp file && !file.name().equals(where) ? where + ": " + file.name() : where;
        }
    }

    private Survey(String name, List<Found> found) {
        this.name = name;
        this.found = found;
        this.impressions = new Impressions(found.size());
        this.problems = new String[found.size()];
    }

    /** @param notes of the reader, to which the survey adds its own */
    static ImageSet of(String name, List<Found> found, List<String> notes) throws IOException {
        Survey survey = new Survey(name, found);
        survey.lookAtAll();
        int[] kept = IntStream.range(0, found.size())
                .filter(i -> survey.problems[i] == null)
                .toArray();
        List<String> unreadable = survey.unreadable();
        survey.checkEnough(unreadable);
        survey.checkClasses();
        List<String> said = new ArrayList<>(notes);
        if (!unreadable.isEmpty()) {
            said.add("skipped " + unreadable.size() + " of " + found.size() + " pictures that cannot be read: "
                    + first(unreadable));
        }
        return new ImageSet(name, found, kept, survey.impressions, said, unreadable);
    }

    private void lookAtAll() {
        Watch.Listener told = Watch.here();
        AtomicInteger done = new AtomicInteger();
        told.at(0, found.size());
        IntStream.range(0, found.size()).parallel().forEach(i -> {
            look(i);
            int now = done.incrementAndGet();
            if (now < found.size()) {
                told.at(now, found.size());
            }
        });
        told.at(found.size(), found.size());
    }

    private void look(int i) {
        Found picture = found.get(i);
        try {
            impressions.set(i, Impression.of(picture.source(), picture.where()));
        } catch (IOException e) {
            problems[i] = BadInput.placed(picture.where(), e);
        }
    }

    private List<String> unreadable() {
        return IntStream.range(0, problems.length)
                .filter(i -> problems[i] != null)
                .mapToObj(i -> problems[i])
                .toList();
    }

    private void checkEnough(List<String> unreadable) throws BadInput {
        if (unreadable.size() > MOST_UNREADABLE * found.size()) {
            throw new BadInput(
                    name,
                    unreadable.size() + " of " + found.size() + " pictures cannot be read, more than the "
                            + Math.round(100 * MOST_UNREADABLE) + " % that are skipped: " + first(unreadable)
                            + "; mend or remove them");
        }
    }

    /** A class that only had unreadable pictures must not vanish without a word. */
    private void checkClasses() throws BadInput {
        Map<String, String> lost = new TreeMap<>(Labels.ORDER);
        for (int i = 0; i < problems.length; i++) {
            for (String label : problems[i] == null
                    ? List.<String>of()
                    : found.get(i).target().classes()) {
                lost.putIfAbsent(label, problems[i]);
            }
        }
        for (int i = 0; i < problems.length && !lost.isEmpty(); i++) {
            if (problems[i] == null) {
                found.get(i).target().classes().forEach(lost::remove);
            }
        }
        for (Map.Entry<String, String> label : lost.entrySet()) {
            throw new BadInput(
                    name,
                    "no picture of class '" + label.getKey() + "' can be read (" + label.getValue()
                            + "); mend its pictures or remove it");
        }
    }

    private static String first(List<String> unreadable) {
        return String.join("; ", unreadable.subList(0, Math.min(NAMED, unreadable.size())))
                + (unreadable.size() > NAMED ? "; ..." : "");
    }
}
