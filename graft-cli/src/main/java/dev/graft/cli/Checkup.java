package dev.graft.cli;

/**
 * One thing that was looked at.
 *
 * @param found in one line
 * @param mend what to do about it, empty where all is well
 */
record Checkup(String name, boolean well, String found, String mend) {
    static Checkup good(String name, String found) {
        return new Checkup(name, true, found, "");
    }

    static Checkup bad(String name, String found, String mend) {
        return new Checkup(name, false, found, mend);
    }
}
