package dev.graft.data;

/** What of a network's last map are its features. */
public enum MapPooling {
    /** What the paper of the architecture has: mostly the mean of each channel. */
    OWN,
    /** Every value, as the heads that Keras's guides build on VGG16 read them; then pictures have one size. */
    FLAT
}
