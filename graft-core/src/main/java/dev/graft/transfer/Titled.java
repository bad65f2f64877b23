package dev.graft.transfer;

import dev.graft.train.Progress;

/** Says of all work what it is for. */
record Titled(Progress to, String title) implements Progress {
    @Override
    public void begin(String work, long units) {
        to.begin(title + ": " + work, units);
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
