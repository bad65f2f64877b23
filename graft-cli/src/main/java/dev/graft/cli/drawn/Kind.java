package dev.graft.cli.drawn;

import java.util.Locale;
import java.util.function.Consumer;

/** The things to be told apart. */
enum Kind {
    BICYCLE(Bicycle::draw),
    CHAIR(Chair::draw),
    CUP(Cup::draw),
    FISH(Fish::draw),
    HOUSE(House::draw),
    TREE(Tree::draw);

    private final Consumer<Brush> sketch;

    Kind(Consumer<Brush> sketch) {
        this.sketch = sketch;
    }

    void draw(Brush brush) {
        sketch.accept(brush);
    }

    /** Its name as a class. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
