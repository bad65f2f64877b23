package dev.graft.train;

/** Which weights a run ends with. */
public enum Finish {
    /** Those after the last step. */
    LAST,
    /** Those of the epoch that was best on the validation part; the last ones where there is none. */
    BEST
}
