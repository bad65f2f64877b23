package dev.graft.bench.study;

import dev.graft.data.Dataset;
import dev.graft.data.Split;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Stratified draws of a training and a test part out of all pictures of a set, in the sizes of its own parts. Pictures
 * that are nearly alike stay on one side.
 */
final class Draws {
    private static final long SEED = 1000;

    private final Dataset<?> data;
    private final double trainShare;
    private final int atMost;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<Integer, Draw> drawn = new HashMap<>();

    /** Places in the dataset. */
    record Draw(int[] train, int[] test) {}

    /** @param atMost examples to train on, of which the rest is left out; 0 for all */
    Draws(Dataset<?> data, double trainShare, int atMost) throws IOException {
        this.data = data;
        this.trainShare = trainShare;
        this.atMost = atMost;
        for (int i = 0; i < data.size(); i++) {
            places.put(data.get(i).where(), i);
        }
    }

    Draw get(int number) throws IOException {
        if (!drawn.containsKey(number)) {
            Split<?> split = data.split(trainShare, SEED + number);
            Dataset<?> train = split.train();
            if (atMost > 0 && atMost < train.size()) {
                train = train.split((double) atMost / train.size(), SEED + number)
                        .train();
            }
            drawn.put(number, new Draw(places(train), places(split.test())));
        }
        return drawn.get(number);
    }

    private int[] places(Dataset<?> part) throws IOException {
        int[] found = new int[part.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = places.get(part.get(i).where());
        }
        return IntStream.of(found).sorted().toArray();
    }
}
