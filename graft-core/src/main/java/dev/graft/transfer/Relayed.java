package dev.graft.transfer;

import dev.graft.train.Progress;

/** Hands all that it is told on, for those that change a part of it. */
abstract class Relayed implements Progress {
    private final Progress to;

    Relayed(Progress to) {
        this.to = to;
    }

    @Override
    public void begin(String work, long units) {
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
