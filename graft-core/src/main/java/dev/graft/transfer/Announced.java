package dev.graft.transfer;

import dev.graft.train.Progress;

/** Says a sentence before the first work is told of: where the data or the network are refused, that alone is said. */
final class Announced extends Relayed {
    private final String sentence;
    private boolean said;

    Announced(Progress to, String sentence) {
        super(to);
        this.sentence = sentence;
    }

    @Override
    public void begin(String work, long units) {
        if (!said) {
            said = true;
            note(sentence);
        }
        super.begin(work, units);
    }
}
