package dev.graft.transfer;

import dev.graft.train.Progress;

/** Says of all work what it is for. */
final class Titled extends Relayed {
    private final String title;

    Titled(Progress to, String title) {
        super(to);
        this.title = title;
    }

    @Override
    public void begin(String work, long units) {
        super.begin(title + ": " + work, units);
    }
}
