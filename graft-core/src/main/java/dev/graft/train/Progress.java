package dev.graft.train;

import dev.graft.data.Watch;

/** Is told how far a run is; called on the training thread or, for features, on worker threads. */
public interface Progress {
    Progress SILENT = new Progress() {};

    /** Work that takes a known number of units begins: {@code features} in texts, {@code epoch 2 of 3} in steps. */
    default void begin(String work, long units) {}

    /** So many units are done. @param note the running loss or the like, may be empty */
    default void at(long done, String note) {}

    /** The work is done. @param note what came of it */
    default void end(String note) {}

    /** How far the pictures of a dataset are looked at, told here. */
    default Watch.Listener looking() {
        return (done, all) -> {
            if (done == 0) {
                begin("looking at pictures", all);
            } else if (done < all) {
                at(done, "");
            } else {
                end("");
            }
        };
    }

    /** Something that a user should know. */
    default void note(String text) {}
}
