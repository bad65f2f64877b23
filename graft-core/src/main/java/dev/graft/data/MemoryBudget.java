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
                + bytes(text.first())
                + text.second().map(MemoryBudget::bytes).orElse(0L);
        if (held > most) {
            throw new BadInput(
                    file,
                    "its texts need more than " + (most >> 20) + " MB of memory, half of what Java may use;"
                            + " start Java with a larger -Xmx, or split the file");
        }
    }

    /** Java keeps a character in one byte only where all of the text are Latin-1. */
    private static long bytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return 2L * text.length();
            }
        }
        return text.length();
    }
}
