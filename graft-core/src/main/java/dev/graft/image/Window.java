package dev.graft.image;

import dev.graft.base.Check;

/** A rectangle of pixels within a picture. */
record Window(int left, int top, int width, int height) {
    Window {
        Check.atLeast("left", left, 0);
        Check.atLeast("top", top, 0);
        Check.atLeast("width", width, 1);
        Check.atLeast("height", height, 1);
    }

    static Window whole(Size size) {
        return new Window(0, 0, size.width(), size.height());
    }

    Window within(Size size) {
        Check.that(
                (long) left + width <= size.width() && (long) top + height <= size.height(),
                "a picture of " + size.width() + " x " + size.height() + " has no window of " + width + " x " + height
                        + " at " + left + ", " + top);
        return this;
    }
}
