package dev.graft.data;

import dev.graft.base.BadInput;

/** Refuses data that would not fit the heap while there is still room to say so. */
final class MemoryBudget {
    private static final int OBJECTS = 120; // bytes for the records, references and numbers around one text

    private final long most;
    private long held;

    MemoryBudget(long most) {
        this.most = most;
    }

    /** Half of the largest heap that this Java may use. */
    static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);
    }

    void hold(String file, Text text) throws BadInput {
        held += OBJECTS
                + text.first().length()
                + text.second().map(String::length).orElse(0);
        if (held > most) {
            throw new BadInput(
                    file,
                    "its texts need more than " + (most >> 20) + " MB of memory, half of what Java may use;"
                            + " start Java with a larger -Xmx, or split the file");
        }
    }
}
