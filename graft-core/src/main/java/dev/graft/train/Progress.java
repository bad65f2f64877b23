package dev.graft.train;

/** Is told how far a run is; called on the training thread or, for features, on worker threads. */
public interface Progress {
    Progress SILENT = new Progress() {};

    /** Work that takes a known number of units begins: {@code features} in texts, {@code epoch 2 of 3} in steps. */
    default void begin(String work, long units) {}

    /** So many units are done. @param note the running loss or the like, may be empty */
    default void at(long done, String note) {}

    /** The work is done. @param note what came of it */
    default void end(String note) {}

    /** Something that a user should know. */
    default void note(String text) {}
}
