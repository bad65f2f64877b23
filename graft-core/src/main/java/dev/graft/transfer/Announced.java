package dev.graft.transfer;

import dev.graft.train.Progress;

/** Says a sentence before the first work is told of: where the data or the network are refused, that alone is said. */
final class Announced implements Progress {
    private final Progress to;
    private final String sentence;
    private boolean said;

    Announced(Progress to, String sentence) {
        this.to = to;
        this.sentence = sentence;
    }

    @Override
    public void begin(String work, long units) {
        if (!said) {
            said = true;
            to.note(sentence);
        }
        to.begin(work, units);
    }

    @Override
    public void at(long done, String note) {
        to.at(done, note);
    }

    @Override
    public void end(String note) {
        to.end(note);
    }

    @Override
    public void note(String text) {
        to.note(text);
    }
}
